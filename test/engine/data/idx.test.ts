import { gzipSync } from 'node:zlib';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DataContext } from '../../../server/src/engine/data/dataSource';
import { parseIdx, readIdx } from '../../../server/src/engine/data/formats/idx';
import { mnist } from '../../../server/src/engine/data/sources/mnist';
import { wordStream } from '../../../server/src/engine/training/random';
import { RunProblem } from '../../../server/src/engine/runProblem';
import { temporaryFolder } from '../helpers/temporaryFolder';

/** An IDX file of bytes: header and the values 0, 1, 2, … */
function idx(shape: readonly number[], values?: readonly number[]): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  const bytes = new Uint8Array(4 + 4 * shape.length + count);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x0800 + shape.length);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(values ?? Array.from({ length: count }, (_, index) => index % 256), 4 + 4 * shape.length);
  return bytes;
}

const request = { uri: 'file:///a.nn', source: 'mnist', positional: [], named: {} };

function context(folder: string): DataContext {
  return {
    folder,
    roots: [folder],
    dataFolders: { mnist: folder },
    cacheFolder: join(folder, 'cache'),
    allowDownload: false,
  };
}

const files = {
  'train-images-idx3-ubyte': idx([3, 28, 28]),
  'train-labels-idx1-ubyte': idx([3], [5, 0, 9]),
  't10k-images-idx3-ubyte': idx([2, 28, 28]),
  't10k-labels-idx1-ubyte': idx([2], [1, 2]),
};

async function folderOf(change: { readonly [name: string]: Uint8Array | undefined } = {}): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, bytes] of Object.entries<Uint8Array | undefined>({ ...files, ...change }))
    if (bytes !== undefined) await writeFile(join(folder, name), bytes);
  return folder;
}

describe('an IDX file', () => {
  test.each(['plain', 'gzip'])('is read, %s', async (kind) => {
    const file = join(await temporaryFolder(), 'a');
    const bytes = idx([2, 2, 3]);
    await writeFile(file, kind === 'gzip' ? gzipSync(bytes) : bytes);
    expect(await readIdx(file, 3)).toEqual({
      dtype: 'uint8',
      shape: [2, 2, 3],
      data: Uint8Array.from({ length: 12 }, (_, index) => index),
    });
  });

  test('of floats is read with the most significant byte first', () => {
    const bytes = Uint8Array.of(0, 0, 0x0d, 1, 0, 0, 0, 2, 0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0);
    expect(parseIdx(bytes, 'a', 1)).toEqual({ dtype: 'float32', shape: [2], data: Float32Array.of(1, -2) });
  });

  test.each<[string, Uint8Array, string, string]>([
    ['of another rank', idx([4]), 'data/magic', 'wrong magic number at offset 0'],
    ['of labels where images belong', idx([300]), 'data/magic', 'wrong magic number at offset 0'],
    ['that is a picture', Uint8Array.from({ length: 99 }, () => 0x89), 'data/magic', 'wrong magic number at offset 0'],
    ['that is cut', idx([2, 4, 4]).subarray(0, 40), 'data/truncated', 'cut off at offset 40'],
    [
      'that claims 2⁹⁶ bytes',
      Uint8Array.of(0, 0, 8, 3, ...Array.from({ length: 12 }, () => 255)),
      'data/truncated',
      'cut off at offset 16',
    ],
    ['with more behind it', new Uint8Array([...idx([1, 2, 2]), 0]), 'data/damaged', 'from offset 20 on'],
    ['that is empty', new Uint8Array(0), 'data/truncated', 'cut off at offset 0'],
  ])('%s is refused with the place', (_name, bytes, code, place) => {
    expect(() => parseIdx(bytes, 'f', 3)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(place) }),
    );
  });

  test('that is damaged inside gzip is refused with the place', async () => {
    const file = join(await temporaryFolder(), 'a.gz');
    await writeFile(file, gzipSync(idx([100, 28, 28])).subarray(0, 200));
    await expect(readIdx(file, 3)).rejects.toMatchObject({
      code: 'data/damaged',
      message: expect.stringContaining('damaged after'),
    });
  });

  test('with any byte changed is read or refused as a problem, never otherwise', () => {
    const whole = idx([2, 3, 3]);
    const draw = wordStream([7, 7], 7);
    for (let round = 0; round < 5000; round += 1) {
      const bytes = whole.slice(0, draw() % 4 === 0 ? draw() % whole.length : whole.length);
      if (bytes.length > 0) bytes[draw() % Math.min(bytes.length, 16)] = draw() % 256;
      try {
        expect(parseIdx(bytes, 'f', 3).shape).toHaveLength(3);
      } catch (error) {
        expect(error).toBeInstanceOf(RunProblem);
      }
    }
  });
});

describe('mnist', () => {
  test('opens from a folder', async () => {
    const { train, test: testPart, description } = await mnist.open(request, context(await folderOf()));
    expect(train.length).toBe(3);
    expect(testPart?.length).toBe(2);
    expect(description.examples).toEqual({ train: 3, test: 2 });
    expect(await train.read('label', Int32Array.of(2, 0))).toEqual({
      dtype: 'int32',
      shape: [2],
      data: Int32Array.of(9, 5),
    });
    const image = await train.read('image', Int32Array.of(1));
    expect(image.shape).toEqual([1, 28, 28, 1]);
    expect(image.data[0]).toBe((28 * 28) % 256);
  });

  test.each<[string, { readonly [name: string]: Uint8Array | undefined }, string, string]>([
    ['a missing file', { 't10k-labels-idx1-ubyte': undefined }, 'data/missing', 't10k-labels-idx1-ubyte is missing'],
    ['images of another size', { 'train-images-idx3-ubyte': idx([3, 32, 32]) }, 'data/size', '32x32, not 28x28'],
    ['fewer labels than images', { 'train-labels-idx1-ubyte': idx([2]) }, 'data/count', '2 labels for 3 images'],
    ['a label out of range', { 'train-labels-idx1-ubyte': idx([3], [1, 10, 2]) }, 'data/label', 'label 10 at offset 9'],
    [
      'images and labels mixed up',
      { 'train-images-idx3-ubyte': idx([3]) },
      'data/magic',
      'train-images-idx3-ubyte is no IDX file of 3 axes',
    ],
  ])('tells %s', async (_name, change, code, message) => {
    const folder = await folderOf(change);
    await expect(mnist.open(request, context(folder))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  test('tells a folder in place of a file', async () => {
    const folder = await folderOf({ 'train-images-idx3-ubyte': undefined });
    await mkdir(join(folder, 'train-images-idx3-ubyte'));
    await expect(mnist.open(request, context(folder))).rejects.toMatchObject({ code: 'data/not-a-file' });
  });

  test('is not downloaded in a workspace that is not trusted', async () => {
    const folder = await temporaryFolder();
    await expect(mnist.open(request, { ...context(folder), dataFolders: {} })).rejects.toMatchObject({
      code: 'data/absent',
    });
  });

  test('is known without its files', async () => {
    expect(await mnist.describe(request, context('/nowhere'))).toMatchObject({
      target: 'label',
      examples: { train: 60_000, test: 10_000 },
    });
    const wrong = { ...request, positional: [3] };
    await expect(mnist.describe(wrong, context('/nowhere'))).rejects.toMatchObject({ code: 'data/argument' });
  });
});
