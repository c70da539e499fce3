import { expect, test } from 'vitest';
import { inChild } from './inChild';
import type { CurveOutcome } from './runCurves';

test("the notebooks' networks lose what Keras loses in their first twenty steps, whole and in parts", async () => {
  const outcomes = (await inChild('runCurves.ts', {
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: '2',
  })) as readonly CurveOutcome[];
  expect(outcomes.map(({ name }) => name)).toEqual(['mnist', 'mnist', 'cifar', 'cifar', 'fashion']);
  expect(outcomes.filter(({ difference }) => !(difference < 1e-4))).toEqual([]);
});
