import type { EngineRequest } from '../../protocol/engineMessages';
import { RunProblem } from '../runProblem';
import { runFiles } from './runFolder';
import { readRunRecord, type RunRecord } from './runRecord';

/**
 * The request that goes on with a run from its last good checkpoint, exactly as it was started. Throws a RunProblem
 * where the run has not got as far as its record.
 */
export async function resumeRequest(folder: string): Promise<EngineRequest> {
  const record = await readRunRecord(runFiles(folder).run);
  if (record === undefined) throw notResumable(folder);
  return requestOf(folder, record);
}

/** What a record says of how its run was started. */
export function requestOf(folder: string, record: RunRecord): EngineRequest {
  return {
    folder,
    file: record.file,
    source: record.source,
    train: record.train,
    engine: record.engine.name === 'native' || record.engine.name === 'wasm' ? record.engine.name : 'auto',
    epochs: record.epochs,
    seed: record.seed,
    batchSize: record.batchSize,
    dataFolders: record.dataFolders,
    resume: true,
    ...(record.on === null ? {} : { on: record.on }),
    ...(record.limit === null ? {} : { limit: record.limit }),
    ...(record.workspace === null ? {} : { workspace: record.workspace }),
  };
}

function notResumable(folder: string): RunProblem {
  return new RunProblem('run/resume', {
    message: 'The run cannot be resumed',
    reason: `There is no usable run.json in ${folder}: it ended before its training began.`,
    nextStep: 'Train again.',
  });
}
