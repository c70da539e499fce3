import { createReadStream } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { RunProblem, codeOf, textOf } from '../../runProblem';

export interface ReadOptions {
  /** No more than this many bytes after unpacking are taken: a bomb ends there. */
  readonly budget: number;
  readonly signal?: AbortSignal;
}

/** Bytes read and unpacked at once: each piece costs a round trip to another thread. */
const pieceSize = 1 << 20;

/** The bytes of a file, unpacked where it is gzip (by its first bytes, not its name). Problems name the file. */
export async function readBytes(file: string, options: ReadOptions): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of openUnpacked(file, options)) {
    chunks.push(chunk);
    length += chunk.length;
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** The same, chunk by chunk. */
export async function* openUnpacked(file: string, options: ReadOptions): AsyncGenerator<Uint8Array> {
  await assertRegularFile(file);
  const packed = await startsAsGzip(file);
  const raw = createReadStream(file, { highWaterMark: pieceSize, ...(options.signal && { signal: options.signal }) });
  const gunzip = packed ? createGunzip({ chunkSize: pieceSize }) : undefined;
  // pipe() does not pass errors on, and the reader below watches the last stream alone.
  if (gunzip !== undefined) raw.on('error', (error) => gunzip.destroy(error));
  const stream: Readable = gunzip === undefined ? raw : raw.pipe(gunzip);
  let length = 0;
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) continue;
      length += chunk.length;
      if (length > options.budget) throw tooLarge(file, options.budget);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof RunProblem || options.signal?.aborted ? error : unreadable(file, length, error);
  } finally {
    raw.destroy();
  }
}

/** A FIFO or a device would block the reader for ever; a folder is no file. */
export async function assertRegularFile(file: string): Promise<void> {
  const state = await stat(file).catch(async (error: unknown) => {
    if (codeOf(error) === 'ENOENT') throw missing(file, (await lstat(file).catch(() => undefined)) !== undefined);
    throw unreadable(file, 0, error);
  });
  if (!state.isFile()) {
    throw new RunProblem('data/not-a-file', {
      message: `${file} is not a file`,
      reason: state.isDirectory() ? 'It is a folder.' : 'It is a device, a socket or a pipe.',
      nextStep: 'Name a regular file.',
    });
  }
}

async function startsAsGzip(file: string): Promise<boolean> {
  for await (const chunk of createReadStream(file, { start: 0, end: 1 })) {
    return chunk instanceof Uint8Array && chunk[0] === 0x1f && chunk[1] === 0x8b;
  }
  return false;
}

function missing(file: string, isLink: boolean): RunProblem {
  return new RunProblem('data/missing', {
    message: `There is no file ${file}`,
    reason: isLink ? 'It is a link to a file that does not exist.' : 'The file does not exist.',
    nextStep: 'Put the file there, or correct the path.',
  });
}

function unreadable(file: string, offset: number, error: unknown): RunProblem {
  const damaged = /^Z_|ERR_.*ZLIB/.test(codeOf(error) ?? '') || /unexpected end of file/i.test(textOf(error));
  return new RunProblem(damaged ? 'data/damaged' : 'data/unreadable', {
    message: damaged ? `${file} is damaged after ${offset} unpacked bytes` : `${file} cannot be read`,
    reason: textOf(error),
    nextStep: damaged ? 'Delete the file and fetch it again.' : 'Check the permissions of the file.',
    error,
  });
}

function tooLarge(file: string, budget: number): RunProblem {
  return new RunProblem('data/too-large', {
    message: `${file} holds more than ${budget} bytes`,
    reason: 'Unpacked it is larger than a file of this kind can be.',
    nextStep: 'Check that the file is what its name says.',
  });
}
