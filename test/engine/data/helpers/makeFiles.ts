/** Files for the tests of data: small, whole, and made without any reader of ours. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from '../../../../server/src/engine/runs/crc32';
import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { read } from '../../helpers/photograph';

export type FileContent = Uint8Array | string;

/** Writes files by their names below a folder. */
export async function writeFiles(folder: string, files: { readonly [name: string]: FileContent }): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** A PNG whose values count up from `start`. */
export function png(height: number, width: number, channels: 1 | 2 | 3 | 4 = 3, start = 0): Uint8Array {
  const data = Uint8Array.from({ length: height * width * channels }, (_, place) => (start + place) % 256);
  return encode({ height, width, channels, data, depth: 8 });
}

/** A PNG of these values, one channel. */
export function greyPng(height: number, width: number, values: readonly number[]): Uint8Array {
  return encode({ height, width, channels: 1, depth: 8, data: Uint8Array.from(values) });
}

/** The photograph of 427 × 640 pixels. */
export function jpeg(): Uint8Array {
  return read('china');
}

/** A NumPy file of version 1. */
export function npy(descr: string, shape: readonly number[], data: Uint8Array, order = 'False'): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape.join('')},)` : `(${shape.join(', ')})`;
  return npyOf(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }`, data);
}

/** A NumPy file with any header. */
export function npyOf(dictionary: string, data: Uint8Array): Uint8Array {
  const header = new TextEncoder().encode(`${dictionary}\n`);
  const bytes = new Uint8Array(10 + header.length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length % 256, header.length >> 8]);
  bytes.set(header, 10);
  bytes.set(data, 10 + header.length);
  return bytes;
}

export function npz(arrays: { readonly [name: string]: Uint8Array }): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes])));
}

/** An IDX file of bytes. */
export function idx(shape: readonly number[], values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, 8, shape.length]);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}

/** A chunk of a PNG with a right checksum. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** The header chunk of a PNG and what follows it. */
export function pngOf(
  width: number,
  height: number,
  depth: number,
  colorType: number,
  chunks: readonly Uint8Array[],
): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([depth, colorType], 8);
  return new Uint8Array(
    Buffer.concat([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), pngChunk('IHDR', header), ...chunks]),
  );
}
