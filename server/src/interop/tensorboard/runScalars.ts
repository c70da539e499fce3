import type { RunEvent } from '../../protocol/runEvents';
import type { ScalarPoint } from './eventFile';

/** The scalars of a run as Keras's own callback writes them: a folder a part, tags with `epoch_` or `batch_`. */
export interface RunScalars {
  readonly train: readonly ScalarPoint[];
  readonly validation: readonly ScalarPoint[];
  readonly test: readonly ScalarPoint[];
}

/** `events` without those that a later attempt has taken back. Batches count over the run from 1, epochs from 0 as in Keras. */
export function runScalars(events: readonly RunEvent[]): RunScalars {
  const train: ScalarPoint[] = [];
  const validation: ScalarPoint[] = [];
  const test: ScalarPoint[] = [];
  for (const event of events) {
    const { time } = event;
    if (event.event === 'batch') {
      const step = (event.epoch - 1) * event.steps + event.step;
      for (const [name, value] of Object.entries(event.logs)) train.push({ tag: `batch_${name}`, step, time, value });
    }
    if (event.event === 'epoch') {
      const step = event.epoch - 1;
      for (const [name, value] of Object.entries(event.logs)) {
        const part = name.startsWith('val_') ? validation : train;
        part.push({ tag: `epoch_${name.replace(/^val_/, '')}`, step, time, value });
      }
    }
    if (event.event === 'evaluate') {
      for (const [name, value] of Object.entries(event.logs))
        test.push({ tag: `evaluation_${name}`, step: 0, time, value });
    }
  }
  return { train, validation, test };
}
