/**
 * Downloads into the cache: into `NAME.partial`, resumed where it was cut, its SHA-256 checked before it gets
 * its name. Windows and processes share the cache under a lock beside the file.
 */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { RunProblem, codeOf, textOf } from '../runProblem';
import { withFileLock } from './fileLock';
import { request } from './request';

export interface RemoteFile {
  readonly url: string;
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** How often a connection that brings something may break before it counts as failed. */
  readonly attempts?: number;
}

/** Fetches `remote` to `file` unless it is there already. Throws a RunProblem; nothing unverified gets the name. */
export async function download(remote: RemoteFile, file: string, options: DownloadOptions = {}): Promise<void> {
  if (await exists(file)) return;
  await mkdir(dirname(file), { recursive: true });
  await withFileLock(`${file}.lock`, options.signal, async () => {
    if (await exists(file)) return;
    const partial = `${file}.partial`;
    await fetchAll(remote, partial, options);
    const found = await hashOf(partial);
    if (found !== remote.sha256) {
      await rm(partial, { force: true });
      throw mismatch(remote, found);
    }
    await rename(partial, file);
  });
}

async function fetchAll(remote: RemoteFile, partial: string, options: DownloadOptions): Promise<void> {
  const attempts = options.attempts ?? 5;
  let failures = 0;
  for (;;) {
    const before = await sizeOf(partial);
    if (before === remote.size) return;
    if (before > remote.size) await rm(partial, { force: true });
    try {
      await fetchRest(remote, partial, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof RunProblem) throw error;
      const after = await sizeOf(partial);
      // A connection that brought something is worth resuming; only fruitless ones are counted.
      failures = after > before ? 0 : failures + 1;
      if (failures >= attempts) throw unreachable(remote, error);
    }
  }
}

async function fetchRest(remote: RemoteFile, partial: string, options: DownloadOptions): Promise<void> {
  const start = await sizeOf(partial);
  const response = await request(remote.url, start > 0 ? { range: `bytes=${start}-` } : {}, options.signal);
  const status = response.statusCode ?? 0;
  if (status === 416) {
    response.destroy();
    await rm(partial, { force: true });
    throw new Error('the server refused to resume');
  }
  if (status < 200 || status > 299) {
    response.destroy();
    throw refused(remote, status);
  }
  // A server that ignores the range sends everything again.
  const resumed = status === 206;
  const target = openSync(partial, resumed ? 'a' : 'w');
  let done = resumed ? start : 0;
  try {
    await new Promise<void>((resolve, reject) => {
      // Written as it arrives: what waits in a stream is lost when the connection breaks.
      response.on('data', (chunk: Buffer) => {
        writeSync(target, chunk);
        done += chunk.length;
        if (done > remote.size) {
          response.destroy(new Error(`the server sent more than the ${remote.size} bytes expected`));
        } else {
          options.onProgress?.(done, remote.size);
        }
      });
      response.once('end', resolve);
      response.once('error', reject);
    });
  } finally {
    closeSync(target);
  }
  if (done < remote.size) throw new Error(`the connection ended after ${done} of ${remote.size} bytes`);
}

/** SHA-256 of a file in hexadecimal digits. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk instanceof Uint8Array ? chunk : String(chunk));
  return hash.digest('hex');
}

export async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

function mismatch(remote: RemoteFile, found: string): RunProblem {
  return new RunProblem('data/checksum', {
    message: `${basename(remote.url)} is not the file it should be`,
    reason: `Its SHA-256 is ${found}, expected ${remote.sha256}. What came was deleted.`,
    nextStep: 'Try again; if it happens again, name a folder with the files in shapewright.data.folders.',
  });
}

function refused(remote: RemoteFile, status: number): RunProblem {
  return new RunProblem('data/download', {
    message: `${basename(remote.url)} cannot be downloaded`,
    reason: `The server of ${remote.url} answered ${status}.`,
    nextStep: 'Try again later, or name a folder with the files in shapewright.data.folders.',
  });
}

function unreachable(remote: RemoteFile, error: unknown): RunProblem {
  const cause = error instanceof Error && error.cause !== undefined ? `: ${textOf(error.cause)}` : '';
  return new RunProblem('data/download', {
    message: `${basename(remote.url)} cannot be downloaded`,
    reason: `${remote.url}: ${textOf(error)}${cause}. What came so far is kept and resumed.`,
    nextStep: 'Check the network and train again, or name a folder with the files in shapewright.data.folders.',
    error,
  });
}
