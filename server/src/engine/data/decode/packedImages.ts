/**
 * Decoded images in the cache: `<key>.pixels`, one picture behind the other, and `<key>.json` with their sizes.
 * The key is made of the state of the files, so that a changed folder is decoded again. Sets that are small are
 * kept in memory; larger ones are read picture by picture, so that memory stays bounded whatever their size.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../runProblem';
import type { DataContext } from '../dataSource';
import { withFileLock } from '../fileLock';
import { combineHashes } from '../hashes';
import type { ScannedFile } from '../scanFolder';
import type { Wanted } from './decodeChunk';
import { decodeInOrder } from './decodeInOrder';
import { createDecodePool } from './decodePool';
import { packedIndexSchema, totalBytes, type PackedIndex } from './packedIndex';
import { decodeAsUsed, openPacked, type PictureStore } from './pictureStore';

/** Packed sets in the cache together; the least recently used ones go first. */
const cacheLimit = 24 * 1024 ** 3;

/** Opens the packed form of `files`, decoding them first where it is not in the cache. Problems name the file. */
export async function openPictures(
  files: readonly ScannedFile[],
  wanted: Wanted,
  context: DataContext,
): Promise<PictureStore> {
  const folder = join(context.cacheFolder, 'packed');
  const key = keyOf(files, wanted);
  const base = join(folder, key);
  await mkdir(folder, { recursive: true });
  const known = await readIndex(base);
  if (known === undefined) {
    if (context.preview === true) return decodeAsUsed(files, wanted, key);
    const done = await withFileLock(
      `${base}.lock`,
      context.signal,
      async () => (await readIndex(base)) !== undefined || pack(files, wanted, base, context),
    );
    if (!done) return decodeAsUsed(files, wanted, key);
  }
  const index = known ?? (await readIndex(base));
  if (index === undefined) return decodeAsUsed(files, wanted, key);
  const now = new Date();
  await utimes(`${base}.pixels`, now, now).catch(() => undefined);
  return openPacked(`${base}.pixels`, index);
}

function keyOf(files: readonly ScannedFile[], wanted: Wanted): string {
  const hash = createHash('sha256').update(JSON.stringify([1, wanted]));
  for (const { path, size, modified } of files) hash.update(`\n${path}\0${size}\0${modified}`);
  return hash.digest('hex');
}

async function readIndex(base: string): Promise<PackedIndex | undefined> {
  try {
    const index = packedIndexSchema.parse(JSON.parse(await readFile(`${base}.json`, 'utf8')));
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
