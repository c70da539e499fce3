import { dirname, relative } from 'node:path';
import { cacheFolder } from '../engine/cacheFolder';
import { findRun, listRuns } from '../engine/runs/runList';
import { RunProblem } from '../engine/runProblem';
import type { StoredRun } from '../protocol/storedRun';

/** Where the command line keeps runs of folders that cannot be written. */
export function runStorage(): string {
  return cacheFolder('storage');
}

/** Runs are kept in the folder one stands in, where the file is below it; else beside the file. */
export function rootOf(file: string): string {
  return relative(process.cwd(), file).startsWith('..') ? dirname(file) : process.cwd();
}

/** The runs of a folder, and those kept for want of a writable one; newest first. */
export async function runsOf(folder: string): Promise<readonly StoredRun[]> {
  const runs = [...(await listRuns(folder)), ...(await listRuns(runStorage()))];
  return runs.sort((a, b) => (a.run < b.run ? 1 : -1));
}

/** One of them by name; throws a RunProblem where it is not one. */
export async function runNamed(folder: string, name: string): Promise<StoredRun> {
  try {
    return await findRun(folder, name);
  } catch (error) {
    if (!(error instanceof RunProblem)) throw error;
    return findRun(runStorage(), name).catch(() => {
      throw error;
    });
  }
}

/** The newest run of a file's model that has a checkpoint. */
export async function newestTrained(root: string, file: string, model: string): Promise<StoredRun | undefined> {
  return (await runsOf(root)).find(
    ({ record, checkpoint }) => checkpoint !== undefined && record?.file === file && record.model === model,
  );
}
