/**
 * Decoded images in the cache: `<key>.pixels`, one picture behind the other, and `<key>.json` with their sizes.
 * The key is made of the state of the files, so that a changed folder is decoded again. Sets that are small are
 * kept in memory; larger ones are read picture by picture, so that memory stays bounded whatever their size.
 */
import { createHash } from 'node:crypto';
import {
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  utimes,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { codeOf } from '../../runProblem';
import type { DataContext } from '../dataSource';
import { withFileLock } from '../fileLock';
import { combineHashes } from '../hashes';
import { emptyPicture, type Picture } from '../picture';
import type { ScannedFile } from '../scanFolder';
import type { Wanted } from './decodeChunk';
import { createDecodePool, type DecodePool } from './decodePool';

export interface PictureStore {
  readonly count: number;
  /** The common size, or undefined where images differ. */
  readonly size: { readonly height: number; readonly width: number } | undefined;
  /** SHA-256 over those of the files; of their states while they are decoded as they are used. */
  readonly hash: string;
  read(indices: Int32Array): Promise<readonly Picture[]>;
  close(): Promise<void>;
}

/** Sets up to this many bytes are kept in memory. */
const memoryLimit = 192 * 1024 ** 2;
/** Packed sets in the cache together; the least recently used ones go first. */
const cacheLimit = 24 * 1024 ** 3;

const indexSchema = z.object({
  version: z.literal(1),
  hash: z.string(),
  channels: z.union([z.literal(1), z.literal(3)]),
  /** Height and width of all, or of each in turn. */
  sizes: z.array(z.number().int().positive()),
  count: z.number().int().nonnegative(),
});
type PackedIndex = z.infer<typeof indexSchema>;

/** Opens the packed form of `files`, decoding them first where it is not in the cache. Problems name the file. */
export async function openPictures(
  files: readonly ScannedFile[],
  wanted: Wanted,
  context: DataContext,
): Promise<PictureStore> {
  const folder = join(context.cacheFolder, 'packed');
  const base = join(folder, keyOf(files, wanted));
  await mkdir(folder, { recursive: true });
  const known = await readIndex(base);
  if (known === undefined) {
    if (context.preview === true) return decodeAsUsed(files, wanted);
    const done = await withFileLock(
      `${base}.lock`,
      context.signal,
      async () => (await readIndex(base)) !== undefined || pack(files, wanted, base, context),
    );
    if (!done) return decodeAsUsed(files, wanted);
  }
  const index = await readIndex(base);
  return index === undefined ? decodeAsUsed(files, wanted) : openPacked(base, index);
}

function keyOf(files: readonly ScannedFile[], wanted: Wanted): string {
  const hash = createHash('sha256').update(JSON.stringify([1, wanted]));
  for (const { path, size, modified } of files) hash.update(`\n${path}\0${size}\0${modified}`);
  return hash.digest('hex');
}

async function readIndex(base: string): Promise<PackedIndex | undefined> {
  try {
    const index = indexSchema.parse(JSON.parse(await readFile(`${base}.json`, 'utf8')));
    const bytes = totalBytes(index);
    return (await stat(`${base}.pixels`)).size === bytes ? index : undefined;
  } catch {
    return undefined;
  }
}

/** Decodes in chunks, in order, with a few under way. False where the disk has no room: then nothing is left on it. */
async function pack(
  files: readonly ScannedFile[],
  wanted: Wanted,
  base: string,
  context: DataContext,
): Promise<boolean> {
  const pool = createDecodePool(files.length);
  const partial = `${base}.pixels.partial`;
  const target = await open(partial, 'w');
  try {
    const sizes: number[] = [];
    const hashes: string[] = [];
    const room = await freeBytes(base);
    let written = 0;
    for await (const chunk of decodeInOrder(files, wanted, pool, context.signal)) {
      written += chunk.data.length;
      if (written > room) return false;
      await target.write(chunk.data);
      sizes.push(...chunk.sizes);
      hashes.push(...chunk.hashes);
      context.onProgress?.({ message: 'Decoding images', done: hashes.length, total: files.length, unit: 'images' });
    }
    await target.close();
    const isUniform = sizes.every((size, place) => size === sizes[place % 2]);
    const index: PackedIndex = {
      version: 1,
      hash: combineHashes(hashes),
      channels: wanted.channels,
      sizes: isUniform ? sizes.slice(0, 2) : sizes,
      count: files.length,
    };
    await rename(partial, `${base}.pixels`);
    await writeFile(`${base}.json.partial`, JSON.stringify(index));
    await rename(`${base}.json.partial`, `${base}.json`);
    await prune(join(base, '..'), `${base}.pixels`);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOSPC') return false;
    throw error;
  } finally {
    await target.close().catch(() => undefined);
    await rm(partial, { force: true });
    await pool.close();
  }
}

async function* decodeInOrder(
  files: readonly ScannedFile[],
  wanted: Wanted,
  pool: DecodePool,
  signal: AbortSignal | undefined,
) {
  const chunks = chunksOf(files);
  const running: ReturnType<DecodePool['decode']>[] = [];
  let next = 0;
  const startMore = (): void => {
    while (running.length < 2 * pool.width && next < chunks.length) {
      const work = pool.decode({ files: (chunks[next] ?? []).map(({ path }) => path), wanted });
      // A failure counts when its turn comes; until then nobody listens.
      work.catch(() => undefined);
      running.push(work);
      next += 1;
    }
  };
  startMore();
  while (running.length > 0) {
    signal?.throwIfAborted();
    const chunk = await running.shift();
    startMore();
    if (chunk !== undefined) yield chunk;
  }
}

/** Up to 128 files or 2 MB a chunk. */
function chunksOf(files: readonly ScannedFile[]): readonly (readonly ScannedFile[])[] {
  const chunks: ScannedFile[][] = [];
  let room = 0;
  for (const file of files) {
    const last = chunks.at(-1);
    if (last === undefined || last.length >= 128 || room < file.size) {
      chunks.push([file]);
      room = 2e6 - file.size;
    } else {
      last.push(file);
      room -= file.size;
    }
  }
  return chunks;
}

/** Half of what is free, at most the limit of the cache. */
async function freeBytes(base: string): Promise<number> {
  const disk = await statfs(join(base, '..'));
  return Math.min(cacheLimit, (disk.bavail * disk.bsize) / 2);
}

async function prune(folder: string, keep: string): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.pixels')).map((name) => join(folder, name));
  const states = await Promise.all(
    files.map(async (file) => ({ file, state: await stat(file).catch(() => undefined) })),
  );
  states.sort((a, b) => (b.state?.mtimeMs ?? 0) - (a.state?.mtimeMs ?? 0));
  let total = 0;
  for (const { file, state } of states) {
    total += state?.size ?? 0;
    if (total <= cacheLimit || file === keep) continue;
    await rm(file.replace(/\.pixels$/, '.json'), { force: true });
    await rm(file, { force: true });
  }
}

function totalBytes({ sizes, count, channels }: PackedIndex): number {
  if (sizes.length === 2) return count * (sizes[0] ?? 0) * (sizes[1] ?? 0) * channels;
  let pixels = 0;
  for (let place = 0; place < sizes.length; place += 2) pixels += (sizes[place] ?? 0) * (sizes[place + 1] ?? 0);
  return pixels * channels;
}

async function openPacked(base: string, index: PackedIndex): Promise<PictureStore> {
  const now = new Date();
  await utimes(`${base}.pixels`, now, now).catch(() => undefined);
  const bytes = totalBytes(index);
  const file = bytes <= memoryLimit ? await readFile(`${base}.pixels`) : await open(`${base}.pixels`, 'r');
  const place = placesOf(index);
  const [height = 0, width = 0] = index.sizes;
  return {
    count: index.count,
    size: index.sizes.length === 2 ? { height, width } : undefined,
    hash: index.hash,
    read: (indices) => Promise.all(Array.from(indices, (number) => readPicture(file, place(number), index))),
    close: async () => {
      if (!(file instanceof Uint8Array)) await file.close();
    },
  };
}

interface Place {
  readonly offset: number;
  readonly height: number;
  readonly width: number;
}

function placesOf({ sizes, count, channels }: PackedIndex): (number: number) => Place {
  const check = (number: number): void => {
    if (number < 0 || number >= count) throw new RangeError(`there is no example ${number} among ${count}`);
  };
  const [height = 0, width = 0] = sizes;
  if (sizes.length === 2) {
    return (number) => {
      check(number);
      return { offset: number * height * width * channels, height, width };
    };
  }
  const offsets = new Float64Array(count + 1);
  for (let number = 0; number < count; number += 1) {
    offsets[number + 1] = (offsets[number] ?? 0) + (sizes[2 * number] ?? 0) * (sizes[2 * number + 1] ?? 0) * channels;
  }
  return (number) => {
    check(number);
    return { offset: offsets[number] ?? 0, height: sizes[2 * number] ?? 0, width: sizes[2 * number + 1] ?? 0 };
  };
}

async function readPicture(
  file: Uint8Array | FileHandle,
  { offset, height, width }: Place,
  { channels }: PackedIndex,
): Promise<Picture> {
  const length = height * width * channels;
  if (file instanceof Uint8Array)
    return { dtype: 'uint8', height, width, channels, data: file.subarray(offset, offset + length) };
  const picture = emptyPicture('uint8', height, width, channels);
  const { bytesRead } = await file.read(picture.data, 0, length, offset);
  if (bytesRead < length) throw new Error(`the cache of decoded images ends at ${offset + bytesRead}`);
  return picture;
}

/** No room to keep them: each batch decodes its own. */
function decodeAsUsed(files: readonly ScannedFile[], wanted: Wanted): PictureStore {
  const pool = createDecodePool(files.length);
  return {
    count: files.length,
    size: undefined,
    hash: keyOf(files, wanted),
    read: async (indices) => {
      const chunk = await pool.decode({ files: Array.from(indices, (number) => files[number]?.path ?? ''), wanted });
      let offset = 0;
      return Array.from(indices, (_, row) => {
        const [height = 0, width = 0] = chunk.sizes.subarray(2 * row, 2 * row + 2);
        const length = height * width * wanted.channels;
        offset += length;
        return {
          dtype: 'uint8',
          height,
          width,
          channels: wanted.channels,
          data: chunk.data.subarray(offset - length, offset),
        };
      });
    },
    close: () => pool.close(),
  };
}
