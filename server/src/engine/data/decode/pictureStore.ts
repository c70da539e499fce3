/** Where the pixels of a set of images lie: in memory, in the cache's file, or in the image files alone. */
import { readSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { nextTurn } from '../../training/nextTurn';
import type { Picture, UsePicture } from '../picture';
import type { ScannedFile } from '../scanFolder';
import type { DecodedChunk, Wanted } from './decodeChunk';
import { decodeInOrder } from './decodeInOrder';
import { createDecodePool } from './decodePool';
import { placesOf, totalBytes, type PackedIndex, type PicturePlace } from './packedIndex';

export interface PictureStore {
  readonly count: number;
  /** The common size, or undefined where images differ. */
  readonly size: { readonly height: number; readonly width: number } | undefined;
  /** SHA-256 over those of the files; of their states while they are decoded as they are used. */
  readonly hash: string;
  /** Gives `use` the pictures at `indices`, in that order, with their row. A picture lasts until `use` returns. */
  each(indices: Int32Array, use: UsePicture): Promise<void>;
  close(): Promise<void>;
}

/** Sets up to this many bytes are kept in memory. */
const memoryLimit = 64 * 1024 ** 2;
/** Milliseconds after which reading lets messages arrive. */
const sliceLimit = 10;

/** The packed pixels of the cache. */
export async function openPacked(file: string, index: PackedIndex): Promise<PictureStore> {
  return totalBytes(index) <= memoryLimit ? inMemory(await readFile(file), index) : inFile(file, index);
}

/** No room to keep them: each batch decodes its own. */
export function decodeAsUsed(files: readonly ScannedFile[], wanted: Wanted, hash: string): PictureStore {
  const pool = createDecodePool(files.length);
  return {
    count: files.length,
    size: undefined,
    hash,
    each: async (indices, use) => {
      const chosen = Array.from(indices, (number) => {
        const file = files[number];
        if (file === undefined) throw new RangeError(`there is no example ${number} among ${files.length}`);
        return file;
      });
      let row = 0;
      for await (const chunk of decodeInOrder(chosen, wanted, pool, undefined)) {
        for (const picture of picturesIn(chunk, wanted.channels)) {
          use(picture, row);
          row += 1;
        }
      }
    },
    close: () => pool.close(),
  };
}

function inMemory(pixels: Uint8Array, index: PackedIndex): PictureStore {
  const place = placesOf(index);
  return {
    ...known(index),
    each: async (indices, use) => {
      indices.forEach((number, row) => {
        const where = place(number);
        use(pictureOf(pixels.subarray(where.offset, where.offset + bytesOf(where, index)), where, index), row);
      });
    },
    close: () => Promise.resolve(),
  };
}

/**
 * One buffer for all, so that nothing is left to the garbage collector, and reads that block: of what the system's
 * cache holds, a picture is read in less time than a round trip through the background takes.
 */
async function inFile(file: string, index: PackedIndex): Promise<PictureStore> {
  const handle = await open(file, 'r');
  const place = placesOf(index);
  let buffer = new Uint8Array(0);
  const read = (where: PicturePlace): Picture => {
    const length = bytesOf(where, index);
    if (buffer.length < length) buffer = new Uint8Array(length);
    const bytesRead = readSync(handle.fd, buffer, 0, length, where.offset);
    if (bytesRead < length) throw new Error(`the cache of decoded images ends at ${where.offset + bytesRead}`);
    return pictureOf(buffer.subarray(0, length), where, index);
  };
  return {
    ...known(index),
    each: async (indices, use) => {
      let slice = performance.now();
      for (const [row, number] of indices.entries()) {
        use(read(place(number)), row);
        if (performance.now() - slice < sliceLimit) continue;
        await nextTurn();
        slice = performance.now();
      }
    },
    close: () => handle.close(),
  };
}

function known({ sizes, count, hash }: PackedIndex): Pick<PictureStore, 'count' | 'size' | 'hash'> {
  const [height = 0, width = 0] = sizes;
  return { count, hash, size: sizes.length === 2 ? { height, width } : undefined };
}

function bytesOf({ height, width }: PicturePlace, { channels }: PackedIndex): number {
  return height * width * channels;
}

function pictureOf(data: Uint8Array, { height, width }: PicturePlace, { channels }: PackedIndex): Picture {
  return { dtype: 'uint8', height, width, channels, data };
}

function* picturesIn({ data, sizes }: DecodedChunk, channels: 1 | 3): Generator<Picture> {
  let offset = 0;
  for (let place = 0; place < sizes.length; place += 2) {
    const [height = 0, width = 0] = sizes.subarray(place, place + 2);
    const length = height * width * channels;
    yield { dtype: 'uint8', height, width, channels, data: data.subarray(offset, offset + length) };
    offset += length;
  }
}
