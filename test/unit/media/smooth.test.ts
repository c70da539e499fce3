import { describe, expect, test } from 'vitest';
import { smooth } from '../../../media/training/smooth';
import { StepSeries } from '../../../media/training/stepSeries';

/** A curve that was told at every step. */
function everyStep(means: readonly number[]) {
  return { steps: means.map((_, index) => index + 1), means };
}

describe('smooth', () => {
  test('starts at the first value and is not pulled towards 0', () => {
    for (const value of smooth(everyStep([4, 4, 4]), 0.9)) expect(value).toBeCloseTo(4, 12);
  });

  test('is the debiased average by its formula', () => {
    const [first, second, third] = smooth(everyStep([1, 3, 2]), 0.5);
    expect(first).toBeCloseTo(1, 12);
    expect(second).toBeCloseTo((0.25 * 1 + 0.5 * 3) / 0.75, 12);
    expect(third).toBeCloseTo((0.125 * 1 + 0.25 * 3 + 0.5 * 2) / 0.875, 12);
  });

  test('leaves a curve alone at weight 0', () => {
    expect([...smooth(everyStep([5, 1, 9]), 0)]).toEqual([5, 1, 9]);
  });

  test('keeps gaps and goes on after them', () => {
    const [before, gap, infinite, after] = smooth(everyStep([2, Number.NaN, Infinity, 2]), 0.9);
    expect([before, gap, infinite]).toEqual([2, Number.NaN, Infinity]);
    expect(after).toBeCloseTo(2, 12);
  });

  test('lets a value stand for the steps since the one before it', () => {
    const [first, second] = smooth({ steps: [1, 4], means: [1, 2] }, 0.5);
    expect(first).toBeCloseTo(1, 12);
    // As told at every step: 1, 2, 2, 2.
    expect(second).toBeCloseTo((0.0625 * 1 + (0.125 + 0.25 + 0.5) * 2) / 0.9375, 12);
  });

  test('gives stretches of one value what their steps give one by one, from the first stretch on', () => {
    const levels = [3, 1, 4, 1, 5, 9, 2, 6];
    const stretch = 16;
    const told = { steps: levels.map((_, index) => (index + 1) * stretch), means: levels };
    const single = smooth(everyStep(levels.flatMap((level) => Array<number>(stretch).fill(level))), 0.97);
    const joined = smooth(told, 0.97);
    for (const [index, value] of joined.entries())
      expect(value).toBeCloseTo(single[(index + 1) * stretch - 1] ?? NaN, 12);
  });

  test('is as smooth where a long run is told in stretches as where it is told whole', () => {
    const value = (step: number): number => Math.exp(-step / 2000) + 0.1 * Math.sin(step * 12.9898);
    const [whole, thinned] = [new StepSeries(), new StepSeries(256)];
    for (let step = 1; step <= 8000; step += 1) for (const series of [whole, thinned]) series.append(step, value(step));
    expect([whole.stride, thinned.stride]).toEqual([1, 32]);
    const [fine, coarse] = [smooth(whole, 0.99), smooth(thinned, 0.99)];
    for (let index = 0; index < thinned.length; index += 1)
      expect(coarse[index]).toBeCloseTo(fine[(thinned.steps[index] ?? 0) - 1] ?? NaN, 2);
  });

  test('does not take the steps before a window has opened for seen', () => {
    const [, second] = smooth({ steps: [1000, 1010], means: [1, 3] }, 0.9);
    const old = 0.9 ** 10;
    expect(second).toBeCloseTo((old * (1 - old) * 1 + (1 - old) * 3) / (1 - old * old), 12);
  });
});
