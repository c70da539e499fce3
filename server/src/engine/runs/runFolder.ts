/** Where a run lives: `.shapewright/runs/<ulid>/`, claimed by mkdir, written by one engine process. */
import { createHash } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ulid } from 'ulid';
import { codeOf } from '../runProblem';

export interface ClaimedRun {
  readonly run: string;
  readonly folder: string;
  /** The one of the two that it is in. */
  readonly root: string;
}

/**
 * Makes a folder for a new run under `root` (a workspace), which nobody else has; under `fallback` (the extension's
 * storage) where the workspace is not there or cannot be written. Throws what the disk threw where there is no
 * fallback.
 */
export async function claimRunFolder(root: string, fallback?: string): Promise<ClaimedRun> {
  if (fallback === undefined) return claimBelow(root);
  try {
    // A workspace that is gone must not come back as an empty folder.
    await access(root);
    return await claimBelow(root);
  } catch (error) {
    if (!unwritable.has(codeOf(error) ?? '')) throw error;
    await mkdir(fallback, { recursive: true });
    return claimBelow(fallback);
  }
}

const unwritable: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR']);

async function claimBelow(root: string): Promise<ClaimedRun> {
  const home = join(root, '.shapewright');
  const runs = join(home, 'runs');
  await mkdir(runs, { recursive: true });
  await writeIfMissing(join(home, '.gitignore'), '*\n');
  for (;;) {
    const run = ulid();
    const folder = join(runs, run);
    try {
      await mkdir(folder);
      return { run, folder, root };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

/** The files of a run. */
export function runFiles(folder: string): RunFiles {
  return {
    run: join(folder, 'run.json'),
    status: join(folder, 'status.json'),
    events: join(folder, 'events.jsonl'),
    checkpoints: join(folder, 'checkpoints'),
    snapshots: join(folder, 'snapshots'),
    log: join(folder, 'engine.log'),
    socket: socketPath(folder),
  };
}

export interface RunFiles {
  readonly run: string;
  readonly status: string;
  readonly events: string;
  readonly checkpoints: string;
  readonly snapshots: string;
  readonly log: string;
  readonly socket: string;
}

/** The name of a run is that of its folder. */
export function runName(folder: string): string {
  return basename(folder);
}

/** The shortest `sun_path` among our systems is that of macOS, 104 bytes with its end. */
const socketPathLimit = 103;

/**
 * Where windows attach: in the run's folder where that fits into a socket address, else in a folder of the user's
 * own below the temporary one; a named pipe on Windows.
 */
export function socketPath(folder: string): string {
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\shapewright-${digest}`;
  const inFolder = join(folder, 'engine.sock');
  if (Buffer.byteLength(inFolder) <= socketPathLimit) return inFolder;
  return join(tmpdir(), `shapewright-${userInfo().uid}`, `${digest}.sock`);
}

/** Makes the folder of a socket, open to its user alone. */
export async function makeSocketFolder(socket: string): Promise<void> {
  if (process.platform !== 'win32') await mkdir(dirname(socket), { recursive: true, mode: 0o700 });
}

async function writeIfMissing(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
