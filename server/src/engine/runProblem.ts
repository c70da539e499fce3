import type { RunError } from '../protocol/runEvents';

/** A failure that a person can do something about: what happened, why, and the next step. */
export class RunProblem extends Error {
  readonly code: string;
  readonly reason: string;
  readonly nextStep: string;
  readonly layer: string | undefined;
  readonly span: { readonly start: number; readonly end: number } | undefined;
  readonly batchSize: number | undefined;

  constructor(code: string, parts: RunProblemParts) {
    super(parts.message, parts.error === undefined ? undefined : { cause: parts.error });
    this.name = 'RunProblem';
    this.code = code;
    this.reason = parts.reason;
    this.nextStep = parts.nextStep;
    this.layer = parts.layer;
    this.span = parts.span;
    this.batchSize = parts.batchSize;
  }
}

export interface RunProblemParts {
  readonly message: string;
  readonly reason: string;
  readonly nextStep: string;
  readonly layer?: string;
  readonly span?: { readonly start: number; readonly end: number };
  /** A batch size that would fit. */
  readonly batchSize?: number;
  /** What was caught. */
  readonly error?: unknown;
}

/** Any failure as the end event tells it; what is not foreseen is told as a failure of the engine. */
export function toRunError(error: unknown): RunError {
  if (error instanceof RunProblem) {
    return {
      code: error.code,
      message: error.message,
      cause: error.reason,
      nextStep: error.nextStep,
      ...(error.layer === undefined ? {} : { layer: error.layer }),
      ...(error.span === undefined ? {} : { span: error.span }),
      ...(error.batchSize === undefined ? {} : { batchSize: error.batchSize }),
    };
  }
  if (isOutOfMemory(error)) {
    return {
      code: 'engine/memory',
      message: 'The training ran out of memory',
      cause: textOf(error),
      nextStep: 'Halve batch_size in the train block, or make the widest layers smaller, and train again.',
    };
  }
  if (codeOf(error) === 'ENOSPC') {
    return {
      code: 'run/disk-full',
      message: 'The disk is full',
      cause: textOf(error),
      nextStep: 'Free some space (shapewright runs delete) and resume the run: its last checkpoint is kept.',
    };
  }
  if (codeOf(error) === 'EIO' || codeOf(error) === 'EROFS') {
    return {
      code: 'run/disk',
      message: 'The disk cannot be written',
      cause: textOf(error),
      nextStep: 'Look after the disk and resume the run: its last checkpoint is kept.',
    };
  }
  return {
    code: 'engine/failed',
    message: 'The engine failed',
    cause: textOf(error),
    nextStep: 'Train again, or choose the other engine; engine.log in the folder of the run has the details.',
  };
}

/** The `code` of a system error: `ENOENT`, `ENOSPC`. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The texts of V8 (`Array buffer allocation failed`), TensorFlow (`OOM when allocating`) and C++ (`bad_alloc`). */
export function isOutOfMemory(error: unknown): boolean {
  if (codeOf(error) === 'ENOMEM' || codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') return true;
  return /allocation failed|out of memory|\bOOM\b|bad_alloc|RESOURCE_EXHAUSTED/i.test(textOf(error));
}

/** Of a run whose engine named no reason. */
export const unexplainedEnd: RunError = {
  code: 'engine/failed',
  message: 'The training ended early',
  cause: 'The engine gave no reason.',
  nextStep: 'Look into the log, then train again.',
};
