import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles } from '../../../server/src/engine/runs/runFolder';
import { readRunRecord } from '../../../server/src/engine/runs/runRecord';
import { snapshotEpochs } from '../../../server/src/engine/runs/snapshotStore';
import type { InspectRun } from '../../../server/src/protocol/inspectPanelMessages';

/** More runs than a list to choose from can hold. */
const newest = 20;

/** The newest runs of a model that have kept the weights of an epoch, newest first. */
export async function inspectRuns(runs: string, file: string, model: string): Promise<readonly InspectRun[]> {
  const names = await readdir(runs).catch((): string[] => []);
  const found: InspectRun[] = [];
  // Folders are named by ULIDs: their order is that of their making.
  for (const run of names.sort().reverse()) {
    if (found.length >= newest) break;
    const files = runFiles(join(runs, run));
    const record = await readRunRecord(files.run);
    if (record?.file !== file || record.model !== model) continue;
    const epochs = await snapshotEpochs(files.snapshots);
    if (epochs.length > 0) found.push({ run, train: record.train, epochs });
  }
  return found;
}
