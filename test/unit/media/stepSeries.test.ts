import { describe, expect, test } from 'vitest';
import { StepSeries } from '../../../media/training/stepSeries';

function filled(count: number, capacity: number, value: (step: number) => number): StepSeries {
  const series = new StepSeries(capacity);
  for (let step = 1; step <= count; step++) series.append(step, value(step));
  return series;
}

describe('StepSeries', () => {
  test('keeps every value until it is full', () => {
    const series = filled(1000, 1024, (step) => step * 2);
    expect(series.length).toBe(1000);
    expect(series.stride).toBe(1);
    expect(series.at(999)).toEqual({ step: 1000, mean: 2000, min: 2000, max: 2000 });
  });

  test('holds 100,000 values in bounded memory without losing a peak or the mean', () => {
    const series = filled(100_000, 4096, (step) => (step === 54_321 ? 1e6 : step % 2));
    expect(series.length).toBeLessThanOrEqual(4096);
    expect(Math.max(...series.maxs)).toBe(1e6);
    expect(Math.min(...series.mins)).toBe(0);
    expect(series.steps.at(-1)).toBe(100_000);
    expect(series.at(0)).toEqual({ step: series.stride, mean: 0.5, min: 0, max: 1 });
  });

  test('takes steps in ascending order only', () => {
    const series = filled(3, 16, (step) => step);
    series.append(2, 99);
    series.append(3, 99);
    expect([...series.means]).toEqual([1, 2, 3]);
  });

  test('forgets from a step on', () => {
    const series = filled(10, 16, (step) => step);
    series.truncate(6);
    series.append(6, -1);
    expect([...series.means]).toEqual([1, 2, 3, 4, 5, -1]);
  });

  test('shows a value that is not a number in the mean of its bucket, and keeps the extremes finite', () => {
    const series = filled(64, 16, (step) => (step === 2 ? Number.NaN : step));
    expect(series.at(0)).toEqual({ step: 4, mean: Number.NaN, min: 1, max: 4 });
  });
});
