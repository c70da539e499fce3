import { expect, test } from 'vitest';
import { inChild } from './inChild';
import type { CurveReport } from './runCurves';

test("the notebooks' networks lose what Keras loses in their first twenty steps, whole and in parts, and keep to its spread for three epochs", async () => {
  const { steps, epochs } = (await inChild('runCurves.ts', {
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: '2',
  })) as CurveReport;
  expect(steps.map(({ name }) => name)).toEqual(['mnist', 'mnist', 'cifar', 'cifar', 'fashion']);
  expect(steps.filter(({ difference }) => !(difference < 1e-4))).toEqual([]);
  expect(epochs).toHaveLength(3);
  expect(epochs.filter(({ loss, low, high }) => !(loss >= low && loss <= high))).toEqual([]);
});
