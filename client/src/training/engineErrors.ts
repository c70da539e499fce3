import { RunProblem, textOf, toRunError } from '../../../server/src/engine/runProblem';
import type { BatchEvent, RunError } from '../../../server/src/protocol/runEvents';
import type { EngineExit } from './engineHost';

/** The engine process went away in the middle of a run. */
export function engineGone(exit: EngineExit, latest: BatchEvent | undefined): RunError {
  const where = latest === undefined ? 'before the first step' : `in epoch ${latest.epoch} at step ${latest.step} of ${latest.steps}`;
  return {
    code: 'engine/killed',
    message: `The engine process ended ${where}`,
    cause: causeOf(exit),
    nextStep: latest === undefined ? 'Look into the log, then train again.' : 'Train again. If it happens again, halve batch_size or close other programs: memory is the usual reason.',
  };
}

/** The engine process could not be started or reached. */
export function engineNotStarted(error: unknown): RunError {
  if (error instanceof RunProblem) return toRunError(error);
  return {
    code: 'engine/start',
    message: 'The engine could not be started',
    cause: textOf(error),
    nextStep: 'Look into the log. "Shapewright: Install Native Engine" repairs a native engine that does not load.',
  };
}

function causeOf({ code, signal }: EngineExit): string {
  if (signal === 'SIGKILL') return 'It was killed (SIGKILL): by hand, or by the system because memory ran out.';
  if (signal !== undefined) return `It was ended by the signal ${signal}.`;
  if (code !== undefined) return `It ended with exit code ${code}.`;
  return 'It was ended from outside, by hand or by the system.';
}
