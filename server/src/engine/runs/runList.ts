/** The runs of a workspace as they stand: read from the store, nothing is started or changed. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isSameProcess } from '../processIdentity';
import { RunProblem } from '../runProblem';
import type { StoredRun } from '../../protocol/storedRun';
import { openCheckpoints } from './checkpointStore';
import { systemDisk } from './disk';
import { runFiles } from './runFolder';
import { isEnded, readRunRecord, readRunStatus, type RunRecord, type RunStatus } from './runRecord';

/** All runs below a root, newest first: their names are ULIDs, which sort by time. */
export async function listRuns(root: string): Promise<readonly StoredRun[]> {
  const folder = join(root, '.shapewright', 'runs');
  const names = (await systemDisk.list(folder)).filter((name) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(name));
  return Promise.all(
    [...names]
      .sort()
      .reverse()
      .map((name) => describeRun(join(folder, name), name)),
  );
}

/** The runs that ended without a last word, or were stopped, and can go on; newest first. */
export async function resumableRuns(root: string): Promise<readonly StoredRun[]> {
  return (await listRuns(root)).filter(({ resumable }) => resumable);
}

/** One run of a root by its name, the end or the beginning of it, or `last`. Throws a RunProblem where it is not one. */
export async function findRun(root: string, name: string): Promise<StoredRun> {
  const runs = await listRuns(root);
  const wanted = name.toUpperCase();
  const found =
    name === 'last' ? runs.slice(0, 1) : runs.filter(({ run }) => run.startsWith(wanted) || run.endsWith(wanted));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new RunProblem('run/name', {
    message: found.length === 0 ? `There is no run ${name}` : `${found.length} runs are called ${name}`,
    reason:
      runs.length === 0
        ? `No runs are kept below ${resolve(root)}.`
        : `There are ${runs.length} runs; a part of a name must be that of one.`,
    nextStep: 'shapewright runs list tells the names.',
  });
}

/** Removes a run from disk. Throws a RunProblem where it is under way. */
export async function deleteRun({ folder, run, state }: StoredRun): Promise<void> {
  if (state === 'running') {
    throw new RunProblem('run/delete', {
      message: `The run ${run} is under way`,
      reason: 'Its engine process is alive.',
      nextStep: 'Stop it first.',
    });
  }
  await rm(folder, { recursive: true, force: true });
}

/** Liveness is that of the process, known by its number and its start; never the age of a file. */
async function describeRun(folder: string, run: string): Promise<StoredRun> {
  const files = runFiles(folder);
  const [record, status, checkpoints] = await Promise.all([
    readRunRecord(files.run),
    readRunStatus(files.status),
    openCheckpoints(files.checkpoints).list(),
  ]);
  const state = await stateOf(status);
  const saved = checkpoints.find(({ best }) => !best)?.step;
  return {
    run,
    folder,
    state,
    resumable: record !== undefined && (state === 'interrupted' || state === 'stopped' || state === 'failed'),
    attempt: status?.attempt ?? 0,
    step: Math.max(status?.step ?? 0, saved ?? 0),
    ...(saved === undefined ? {} : { checkpoint: saved }),
    ...(typeof status?.reason === 'string' ? { reason: status.reason } : {}),
    ...(record === undefined ? {} : { record: summaryOf(record) }),
  };
}

async function stateOf(status: RunStatus | undefined): Promise<StoredRun['state']> {
  if (status === undefined) return 'interrupted';
  if (await isSameProcess(status.pid, status.processStart ?? undefined))
    return isEnded(status) ? endOf(status) : 'running';
  return isEnded(status) ? endOf(status) : 'interrupted';
}

function endOf({ state }: RunStatus): StoredRun['state'] {
  if (state === 'completed' || state === 'stopped' || state === 'early-stopping' || state === 'failed') return state;
  return 'interrupted';
}

function summaryOf(record: RunRecord): NonNullable<StoredRun['record']> {
  const { file, model, train, seed, epochs, batchSize, params, engine } = record;
  return { file, model, train, seed, epochs, batchSize, params, engine: engine.name, engineVersion: engine.version };
}
