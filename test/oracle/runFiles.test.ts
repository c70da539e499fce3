import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Tensor } from '../../server/src/engine/backend';
import { decodeSafetensors, encodeSafetensors } from '../../server/src/engine/runs/safetensors';
import { encodeEventFile } from '../../server/src/interop/tensorboard/eventFile';

/** The files are those that Python's libraries wrote: runFiles.py. */
const fixture = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(join(import.meta.dirname, 'fixtures', name)));

const tensors = new Map<string, Tensor>([
  ['flags', { dtype: 'uint8', shape: [2, 1], data: Uint8Array.of(0, 255) }],
  [
    'block/Conv2D/kernel',
    { dtype: 'float32', shape: [2, 2, 1, 3], data: Float32Array.from({ length: 12 }, (_, index) => index / 8 - 0.5) },
  ],
  [
    'block/Conv2D/bias',
    { dtype: 'float32', shape: [3], data: Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0) },
  ],
  ['state/order', { dtype: 'int32', shape: [3], data: Int32Array.of(3, -1, 2147483647) }],
  ['Größe', { dtype: 'float32', shape: [], data: Float32Array.of(1.5) }],
]);

test('weights are written with the bytes of the safetensors package, and read from them', async () => {
  const file = await fixture('weights.safetensors');
  const metadata = new Map([['step', '12']]);
  expect(decodeSafetensors(file, 'weights.safetensors')).toEqual({ tensors, metadata });
  expect(Buffer.from(encodeSafetensors(tensors, metadata)).equals(file)).toBe(true);
});

test('event files are written with the bytes of TensorFlow', async () => {
  const points = [
    { tag: 'epoch_loss', step: 0, time: 1700000000250, value: 2.5 },
    { tag: 'epoch_loss', step: 1, time: 1700000001500, value: Number.NaN },
    { tag: 'batch_loss', step: 300, time: 1700000002750, value: Number.POSITIVE_INFINITY },
    { tag: 'batch_accuracy', step: 5_000_000_000, time: 1700000003000, value: 0.125 },
  ];
  expect(Buffer.from(encodeEventFile(points)).equals(await fixture('scalars.tfevents'))).toBe(true);
});
