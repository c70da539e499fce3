import type { Program } from '../../compiler/program';
import type { Logs } from '../../protocol/runEvents';
import type { EngineSession, Tensor } from '../backend';
import type { FeedBatches } from '../data/batches';
import { rowNumbers } from '../data/examples';
import type { TrainingControl } from './control';
import { programFunction } from './feeds';
import { addSums, finishLogs } from './metricSums';
import { nextTurn } from './nextTurn';

export interface EvaluateOptions {
  readonly program: Program;
  readonly session: EngineSession;
  readonly batches: FeedBatches;
  readonly batchSize: number;
  readonly control: TrainingControl;
  /** Put before each log's name: `val_`. */
  readonly prefix: string;
  readonly onProgress?: (done: number, total: number) => void;
  /** Waits while a pause lasts. */
  readonly pause: () => Promise<void>;
}

/** Loss and metrics over all examples in order, nothing random acting; undefined where a stop cut it short. */
export async function evaluate(options: EvaluateOptions): Promise<Logs | undefined> {
  const { batches, batchSize, session, control } = options;
  const { metricLayout } = programFunction(options.program, 'evaluate');
  let sums: readonly number[] = [];
  let next = prepare(batches, 0, batchSize);
  for (let start = 0; start < batches.length; start += batchSize) {
    if (control.pauseRequested && !control.stopRequested) await options.pause();
    if (control.stopRequested) {
      next.catch(() => undefined);
      return undefined;
    }
    const running = session.run('evaluate', await next, ['metrics']);
    if (start + batchSize < batches.length) next = prepare(batches, start + batchSize, batchSize);
    // A failed batch must not leave the other promise without a handler.
    next.catch(() => undefined);
    const metrics = (await running).get('metrics');
    if (metrics !== undefined) sums = addSums(sums, metrics);
    options.onProgress?.(Math.min(batches.length, start + batchSize), batches.length);
    await nextTurn();
  }
  return finishLogs(metricLayout, sums, options.prefix);
}

function prepare(batches: FeedBatches, start: number, size: number): Promise<ReadonlyMap<string, Tensor>> {
  const rows = rowNumbers(Math.min(size, batches.length - start), start);
  return batches.feeds(rows, { training: false, seed: [0, 0] });
}
