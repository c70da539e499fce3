import { watch } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { isSameProcess, processStart } from '../processIdentity';
import { codeOf } from '../runProblem';

/**
 * Runs `work` while this process alone holds the lock file. The file names its owner by pid and process start,
 * so that the lock of a process that died is taken over at once, and that of a living one never. Two that
 * take over the same dead lock at the same moment may both work; the checksum behind a download catches that.
 */
export async function withFileLock<T>(
  lock: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  while (!(await claim(lock))) {
    signal?.throwIfAborted();
    if (await isAbandoned(lock)) await rm(lock, { force: true });
    else await released(lock, signal);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function claim(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx', 0o600);
    await file.writeFile(JSON.stringify({ pid: process.pid, start: await processStart(process.pid) }));
    await file.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  const owner = parseOwner(await readFile(lock, 'utf8').catch(() => ''));
  // An empty file is one whose owner has just made it and not yet written.
  return owner !== undefined && !(await isSameProcess(owner.pid, owner.start));
}

function parseOwner(text: string): { readonly pid: number; readonly start: string | undefined } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number')
      return undefined;
    return { pid: value.pid, start: 'start' in value && typeof value.start === 'string' ? value.start : undefined };
  } catch {
    return undefined;
  }
}

/** Until the lock changes, or a second has gone: its owner may have died without a change. */
function released(lock: string, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      watcher.close();
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const watcher = watch(dirname(lock), (_event, name) => {
      if (name === basename(lock)) done();
    });
    watcher.on('error', done);
    const timer = setTimeout(done, 1000);
    signal?.addEventListener('abort', done);
  });
}
