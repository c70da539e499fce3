import { estimateMemory } from '../../compiler/memory';
import type { Program } from '../../compiler/program';
import { RunProblem, textOf } from '../runProblem';

/**
 * Refuses a training that cannot fit, before anything of it is allocated. `copies` is how many times the variables
 * exist: each thread of the wasm engine has its own. The estimate leaves out scratch memory inside kernels, so what
 * is refused here could not have run.
 */
export function checkMemory(program: Program, batchSize: number, copies: number, available: number): void {
  const needed = bytesFor(program, batchSize, copies);
  if (needed <= available) return;
  const fitting = fittingBatch(program, batchSize, copies, available);
  throw new RunProblem('engine/memory', {
    message: `The model needs about ${gigabytes(needed)} to train with batches of ${batchSize}; ${gigabytes(available)} are free`,
    reason: `Weights, their optimizer's slots and the results between layers of one step were added up${fitting === undefined ? '; a batch of one does not fit either' : ''}.`,
    nextStep:
      fitting === undefined
        ? 'Make the widest layers smaller.'
        : `Set batch_size: ${fitting}, or make the widest layers smaller.`,
    ...(fitting === undefined ? {} : { batchSize: fitting }),
  });
}

/** Memory ran out while a batch ran, though it seemed to suffice: half the batch is the next thing to try. */
export function outOfMemory(error: unknown, batchSize: number): RunProblem {
  const half = Math.floor(batchSize / 2);
  return new RunProblem('engine/memory', {
    message: `The training ran out of memory with batches of ${batchSize}`,
    reason: textOf(error),
    nextStep:
      half > 0
        ? `Set batch_size: ${half}, or make the widest layers smaller, and train again.`
        : 'Make the widest layers smaller and train again.',
    ...(half > 0 ? { batchSize: half } : {}),
    error,
  });
}

/** Halves the batch until it fits; undefined where a single example does not. */
function fittingBatch(program: Program, batchSize: number, copies: number, available: number): number | undefined {
  for (let batch = Math.floor(batchSize / 2); batch >= 1; batch = Math.floor(batch / 2)) {
    if (bytesFor(program, batch, copies) <= available) return batch;
  }
  return undefined;
}

function bytesFor(program: Program, batchSize: number, copies: number): number {
  const { variables, activations } = estimateMemory(program, batchSize);
  return variables * copies + activations;
}

function gigabytes(bytes: number): string {
  if (bytes < 1e9) return `${Math.ceil(bytes / 1e6)} MB`;
  return `${(bytes / 1e9).toLocaleString('en-US', { maximumFractionDigits: 1 })} GB`;
}
