/** Made-up pixels and labels in the files of the data sets, so that every trainer reads the same without a download. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchModel } from './models';

const examples = 50_000;
const testExamples = 100;
const cifarFiles = 5;

/** Writes them into `folder`: the sets' own files, and `images.bin` and `labels.bin` in rows for the others. */
export async function writeMadeUpData(folder: string, { source, image }: BenchModel): Promise<void> {
  await mkdir(folder, { recursive: true });
  const size = image.reduce((product, length) => product * length, 1);
  const images = randomBytes(examples * size);
  const labels = randomBytes(examples).map((byte) => byte % 10);
  await writeFile(join(folder, 'images.bin'), images);
  await writeFile(join(folder, 'labels.bin'), labels);
  if (source === 'cifar10') await writeCifar(folder, images, labels, size);
  else await writeIdx(folder, images, labels, size);
}

async function writeIdx(folder: string, images: Uint8Array, labels: Uint8Array, size: number): Promise<void> {
  for (const [prefix, count] of [
    ['train', examples],
    ['t10k', testExamples],
  ] as const) {
    const [height, width] = [28, 28];
    const pixels = images.subarray(0, count * size);
    await writeFile(join(folder, `${prefix}-images-idx3-ubyte`), [idxHeader([count, height, width]), pixels]);
    await writeFile(join(folder, `${prefix}-labels-idx1-ubyte`), [idxHeader([count]), labels.subarray(0, count)]);
  }
}

/** Unsigned bytes in this shape. */
function idxHeader(shape: readonly number[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 + shape.length);
  for (const [axis, length] of shape.entries()) header.setUint32(4 + 4 * axis, length);
  return new Uint8Array(header.buffer);
}

/** Planes, not pixels: the values are made up, but each image keeps the same ones in its other order. */
async function writeCifar(folder: string, images: Uint8Array, labels: Uint8Array, size: number): Promise<void> {
  const records = new Uint8Array(examples * (1 + size));
  const plane = size / 3;
  for (let row = 0; row < examples; row += 1) {
    const start = row * (1 + size);
    records[start] = labels[row] ?? 0;
    for (let pixel = 0; pixel < plane; pixel += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        records[start + 1 + channel * plane + pixel] = images[row * size + pixel * 3 + channel] ?? 0;
      }
    }
  }
  const part = records.length / cifarFiles;
  for (let index = 0; index < cifarFiles; index += 1) {
    await writeFile(join(folder, `data_batch_${index + 1}.bin`), records.subarray(index * part, (index + 1) * part));
  }
  await writeFile(join(folder, 'test_batch.bin'), records.subarray(0, testExamples * (1 + size)));
}

/** Xorshift with a fixed seed. */
function randomBytes(length: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = 0x9e3779b9;
  for (let index = 0; index < words.length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = state;
  }
  return new Uint8Array(words.buffer, 0, length);
}
