import { describe, expect, test } from 'vitest';
import { smooth } from '../../../media/training/smooth';

describe('smooth', () => {
  test('starts at the first value and is not pulled towards 0', () => {
    expect([...smooth([4, 4, 4], 0.9)].map((value) => value.toFixed(12))).toEqual([
      '4.000000000000',
      '4.000000000000',
      '4.000000000000',
    ]);
  });

  test('is the debiased average by its formula', () => {
    const [first, second, third] = smooth([1, 3, 2], 0.5);
    expect(first).toBeCloseTo(1, 12);
    expect(second).toBeCloseTo((0.25 * 1 + 0.5 * 3) / 0.75, 12);
    expect(third).toBeCloseTo((0.125 * 1 + 0.25 * 3 + 0.5 * 2) / 0.875, 12);
  });

  test('leaves a curve alone at weight 0', () => {
    expect([...smooth([5, 1, 9], 0)]).toEqual([5, 1, 9]);
  });

  test('keeps gaps and goes on after them', () => {
    const [before, gap, infinite, after] = smooth([2, Number.NaN, Infinity, 2], 0.9);
    expect([before, gap, infinite]).toEqual([2, Number.NaN, Infinity]);
    expect(after).toBeCloseTo(2, 12);
  });
});
