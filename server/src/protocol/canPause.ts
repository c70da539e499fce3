import type { StartEvent } from './runEvents';

/**
 * Whether a run can wait between two batches: those of our engines. A job elsewhere is stopped and gone on with, which is
 * as good and frees its workers. Of a run that has not started it is not known.
 */
export function canPause(start: StartEvent | undefined): boolean {
  return start?.engine === 'native' || start?.engine === 'wasm';
}
