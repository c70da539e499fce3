import { describe, expect, it } from 'vitest';
import { inChild } from './inChild';
import type { TrainingOutcome } from './runTraining';

describe.each([
  ['with oneDNN', '1'],
  ['without oneDNN', '0'],
])('training %s', (_, onednn) => {
  it('follows the float64 reference: every optimizer, dropout in parts, uneven batches, batch normalization', async () => {
    const outcomes = (await inChild('runTraining.ts', { TF_ENABLE_ONEDNN_OPTS: onednn })) as readonly TrainingOutcome[];
    expect(outcomes.length).toBeGreaterThan(12);
    expect(outcomes.filter(({ difference }) => !(difference <= 1e-4))).toEqual([]);
  });
});
