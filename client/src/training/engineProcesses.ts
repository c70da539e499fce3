import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { explainDeath } from '../../../server/src/engine/explainDeath';
import { attachEngine, launchEngine } from '../../../server/src/engine/launch';
import { isSameProcess } from '../../../server/src/engine/processIdentity';
import { codeOf } from '../../../server/src/engine/runProblem';
import { readEventLog } from '../../../server/src/engine/runs/eventLog';
import { claimRunFolder, runFiles } from '../../../server/src/engine/runs/runFolder';
import { resumeRequest } from '../../../server/src/engine/runs/resumeRequest';
import { readRunRecord, readRunStatus } from '../../../server/src/engine/runs/runRecord';
import type { EngineHost, FoundRun } from './engineHost';

/** More runs than this are history for the list of runs; looking for live ones among them would take the disk's time. */
const newest = 100;

/**
 * The real processes and the real store.
 *
 * @param script the bundle of the engine process, `dist/engine.js`
 * @param storage where runs are kept whose workspace is not there or cannot be written
 */
export function createEngineHost(script: string, storage: string): EngineHost {
  return {
    claim: async (root) => (await claimRunFolder(root, root === storage ? undefined : storage)).folder,
    launch: (request, listener) => launchEngine(request, { ...listener, script }),
    attach: attachEngine,
    isAlive,
    readEvents: async (folder) => (await readEventLog(runFiles(folder).events)).events,
    explainDeath: (folder) => explainDeath(folder, undefined),
    resumeRequest,
    findRuns: async (root) => [...(await findRuns(root)), ...(root === storage ? [] : await findRuns(storage))],
  };
}

async function isAlive(folder: string): Promise<boolean> {
  const status = await readRunStatus(runFiles(folder).status);
  return status !== undefined && isSameProcess(status.pid, status.processStart ?? undefined);
}

/** Folders are named by ULIDs: their order is that of their making. */
async function findRuns(root: string): Promise<readonly FoundRun[]> {
  const runs = join(root, '.shapewright', 'runs');
  const names = await readdir(runs).catch((error: unknown): readonly string[] => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const folders = [...names]
    .sort()
    .reverse()
    .slice(0, newest)
    .map((name) => join(runs, name));
  const found = await Promise.all(
    folders.map(async (folder): Promise<readonly FoundRun[]> => {
      const record = await readRunRecord(runFiles(folder).run);
      return record === undefined ? [] : [{ folder, file: record.file, train: record.train }];
    }),
  );
  return found.flat();
}
