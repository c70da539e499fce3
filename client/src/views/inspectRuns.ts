import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles } from '../../../server/src/engine/runs/runFolder';
import { readRunRecord } from '../../../server/src/engine/runs/runRecord';
import { snapshotEpochs } from '../../../server/src/engine/runs/snapshotStore';
import type { InspectAnswer, InspectQuestion, InspectSubject } from '../../../server/src/protocol/inspectMessages';
import type { InspectRun } from '../../../server/src/protocol/inspectPanelMessages';

/** Who knows which weights fit a model: the inspector, or the service in its place. */
interface Asked {
  ask(subject: InspectSubject, question: InspectQuestion): Promise<InspectAnswer>;
}

/** More runs than a list to choose from can hold. */
const newest = 20;

type KeptRun = Omit<InspectRun, 'fits'>;

/** The newest runs of a model that have kept the weights of an epoch, newest first. */
export async function inspectRuns(subject: InspectSubject, asked: Asked): Promise<readonly InspectRun[]> {
  const found: KeptRun[] = [];
  for await (const run of keptRuns(subject)) found.push(run);
  return Promise.all(found.map(async (run) => ({ ...run, fits: await fits(subject, asked, run) })));
}

/** The newest of them that fits the model as it is written now; the older ones are not looked at. */
export async function newestFittingRun(subject: InspectSubject, asked: Asked): Promise<KeptRun | undefined> {
  for await (const run of keptRuns(subject)) if (await fits(subject, asked, run)) return run;
  return undefined;
}

async function* keptRuns({ runs, file, model }: InspectSubject): AsyncGenerator<KeptRun> {
  const names = await readdir(runs).catch((): string[] => []);
  let count = 0;
  // Folders are named by ULIDs: their order is that of their making.
  for (const run of names.sort().reverse()) {
    if (count >= newest) return;
    const files = runFiles(join(runs, run));
    const record = await readRunRecord(files.run);
    if (record?.file !== file || record.model !== model) continue;
    const epochs = await snapshotEpochs(files.snapshots);
    if (epochs.length === 0) continue;
    count += 1;
    yield { run, train: record.train, epochs };
  }
}

/** Weights that cannot be read fit nothing. */
async function fits(subject: InspectSubject, asked: Asked, run: KeptRun): Promise<boolean> {
  const weights = { kind: 'epoch', run: run.run, epoch: run.epochs.at(-1) ?? 0 } as const;
  const answer = await asked.ask(subject, { kind: 'fit', weights }).catch(() => undefined);
  return answer?.kind === 'fit' && answer.unfit.length === 0;
}
