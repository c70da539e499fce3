import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../../server/src/engine/backend';
import { openCheckpoints } from '../../../server/src/engine/runs/checkpointStore';
import { decodeSafetensors, encodeSafetensors } from '../../../server/src/engine/runs/safetensors';
import { wordStream } from '../../../server/src/engine/training/random';
import { temporaryFolder } from '../helpers/temporaryFolder';

function content(step: number): { tensors: ReadonlyMap<string, Tensor>; metadata: ReadonlyMap<string, string> } {
  const tensors = new Map<string, Tensor>([
    ['dense/kernel', { dtype: 'float32', shape: [2, 3], data: Float32Array.from([step, 1, 2, 3, Number.NaN, -0]) }],
    ['flags', { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) }],
    ['order', { dtype: 'int32', shape: [2], data: Int32Array.of(-5, step) }],
    ['__proto__', { dtype: 'uint8', shape: [], data: Uint8Array.of(7) }],
  ]);
  return { tensors, metadata: new Map([['step', String(step)]]) };
}

async function stored(): Promise<{ readonly folder: string; readonly files: readonly string[] }> {
  const folder = await temporaryFolder();
  const store = openCheckpoints(folder);
  await store.save(10, content(10), false);
  await store.save(20, content(20), true);
  for (const step of [30, 40, 50]) await store.save(step, content(step), false);
  await store.save(60, content(60), false);
  const files = (await readdir(folder)).sort();
  return { folder, files };
}

test('the last three and the best are kept', async () => {
  const { folder, files } = await stored();
  expect(files).toEqual([
    'best-000000020.safetensors',
    'index.json',
    'step-000000040.safetensors',
    'step-000000050.safetensors',
    'step-000000060.safetensors',
  ]);
  const store = openCheckpoints(folder);
  expect(await store.load('last')).toEqual({ step: 60, content: content(60), skipped: [] });
  expect(await store.load('best')).toEqual({ step: 20, content: content(20), skipped: [] });
});

test('a truncated or changed newest one gives way to the one before', async () => {
  const draw = wordStream([4, 5], 6);
  const { folder } = await stored();
  const file = join(folder, 'step-000000060.safetensors');
  const whole = await readFile(file);
  for (let round = 0; round < 60; round += 1) {
    const bytes = Uint8Array.from(whole);
    const at = draw() % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ (1 + (draw() % 255));
    await writeFile(file, round % 2 === 0 ? whole.subarray(0, at) : bytes);
    const loaded = await openCheckpoints(folder).load('last');
    expect(loaded).toMatchObject({ step: 50, content: content(50) });
    expect(loaded?.skipped).toHaveLength(1);
  }
});

test('a damaged index costs nothing', async () => {
  const { folder } = await stored();
  await writeFile(join(folder, 'index.json'), '[{"file":"../../etc/passwd"');
  expect(await openCheckpoints(folder).load('last')).toMatchObject({ step: 60, content: content(60) });
});

test('an interrupted write leaves the last good one', async () => {
  const { folder } = await stored();
  await writeFile(join(folder, '.step-000000070.safetensors.1.tmp'), 'half');
  expect(await openCheckpoints(folder).load('last')).toMatchObject({ step: 60 });
});

test('a checkpoint that cannot be written throws and leaves the others', async () => {
  const { folder } = await stored();
  await mkdir(join(folder, 'step-000000070.safetensors'));
  await expect(openCheckpoints(folder).save(70, content(70), false)).rejects.toThrow();
  expect(await openCheckpoints(folder).load('last')).toMatchObject({ step: 60 });
});

describe('a hostile safetensors file is rejected', () => {
  const withHeader = (json: string, data = 0): Uint8Array => {
    const header = new TextEncoder().encode(json);
    const bytes = new Uint8Array(8 + header.length + data);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(header, 8);
    return bytes;
  };
  const entry = (shape: readonly number[], offsets: readonly number[], dtype = 'F32'): string =>
    JSON.stringify({ a: { dtype, shape, data_offsets: offsets } });
  test.each<[string, Uint8Array]>([
    ['empty', new Uint8Array(0)],
    ['a header of 2⁶³ bytes', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128)],
    ['a header beyond the file', Uint8Array.of(200, 0, 0, 0, 0, 0, 0, 0)],
    ['no JSON', withHeader('{"a":')],
    ['no object', withHeader('[1]')],
    ['invalid UTF-8', withHeader('{}').fill(0xff, 8)],
    ['a pickled type', withHeader(entry([1], [0, 4], 'OBJECT'), 4)],
    ['sizes that overflow', withHeader(entry([2 ** 31, 2 ** 31, 2 ** 31], [0, 4]), 4)],
    ['a negative size', withHeader(entry([-1], [0, 4]), 4)],
    ['no integer', withHeader(entry([1.5], [0, 6]), 6)],
    ['data beyond the file', withHeader(entry([1000], [0, 4000]), 4)],
    ['data before the start', withHeader(entry([1], [-4, 0]), 4)],
    ['a hole', withHeader(entry([1], [4, 8]), 8)],
    ['data that nobody owns', withHeader(entry([1], [0, 4]), 8)],
    [
      'an overlap',
      withHeader(
        JSON.stringify({
          a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
          b: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
        }),
        4,
      ),
    ],
  ])('%s', (_name, bytes) => {
    expect(() => decodeSafetensors(bytes, 'hostile.safetensors')).toThrow(
      'hostile.safetensors is no usable safetensors file',
    );
  });

  test('but a good one of the same shape is read', () => {
    const { tensors, metadata } = content(1);
    expect(decodeSafetensors(encodeSafetensors(tensors, metadata), 'good')).toEqual({ tensors, metadata });
    expect(decodeSafetensors(withHeader(entry([1], [0, 4]), 4), 'good').tensors.get('a')?.data).toEqual(
      Float32Array.of(0),
    );
  });
});
