/** One writer a run: the engine process that holds the lock file of the newest attempt. */
import { link, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { isSameProcess, processStart } from '../processIdentity';
import { codeOf, RunProblem } from '../runProblem';

const ownerSchema = z.object({ pid: z.number(), start: z.string().nullable() });

/**
 * Claims the next attempt at a run for this process and gives its number, from 1. Throws a RunProblem where a
 * living process has the run. Of two that claim at the same moment one gets it: a lock is made, never replaced,
 * and that of a process that died stays as the mark of its attempt.
 */
export async function claimAttempt(folder: string): Promise<number> {
  const locks = (await readdir(folder)).flatMap((name) => numberOf(name) ?? []);
  for (const attempt of locks) {
    if (await isHeld(join(folder, lockName(attempt)))) throw busy(folder);
  }
  const attempt = 1 + Math.max(0, ...locks);
  if (!(await make(join(folder, lockName(attempt))))) throw busy(folder);
  return attempt;
}

/** Makes the lock with its content in one step, so that nobody reads half an owner. */
async function make(lock: string): Promise<boolean> {
  const temporary = `${lock}.${process.pid}.tmp`;
  const owner = JSON.stringify({ pid: process.pid, start: (await processStart(process.pid)) ?? null });
  await writeFile(temporary, owner, { mode: 0o600 });
  try {
    await link(temporary, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // A file system without links: the owner is written a moment after the file is made.
    return await writeFile(lock, owner, { flag: 'wx', mode: 0o600 }).then(
      () => true,
      (failure: unknown) => {
        if (codeOf(failure) === 'EEXIST') return false;
        throw failure;
      },
    );
  } finally {
    await rm(temporary, { force: true });
  }
}

async function isHeld(lock: string): Promise<boolean> {
  try {
    const owner = ownerSchema.parse(JSON.parse(await readFile(lock, 'utf8')));
    return await isSameProcess(owner.pid, owner.start ?? undefined);
  } catch {
    return false;
  }
}

function lockName(attempt: number): string {
  return `attempt-${attempt}.lock`;
}

function numberOf(name: string): number | undefined {
  const digits = /^attempt-(\d+)\.lock$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function busy(folder: string): RunProblem {
  return new RunProblem('run/busy', {
    message: 'The run is already under way',
    reason: `Another engine process works in ${folder}.`,
    nextStep: 'Look at that one: a window that trains the same model joins it.',
  });
}
