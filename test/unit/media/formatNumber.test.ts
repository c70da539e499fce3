import { describe, expect, test } from 'vitest';
import { formatDuration } from '../../../media/shared/formatDuration';
import { formatCount, formatLogTick, formatStep, formatTick, formatValue } from '../../../media/shared/formatNumber';

describe('numbers', () => {
  test.each([
    [0, '0'],
    [0.0312, '0.0312'],
    [0.98841, '0.9884'],
    [1, '1.0000'],
    [12.345, '12.35'],
    [-0.25, '−0.2500'],
    [1234.5, '1,235'],
    [1.234e-5, '1.23e−5'],
    [6.02e23, '6.02e23'],
    [Number.NaN, 'NaN'],
    [-Infinity, '−∞'],
  ])('a value %d', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  test('counts are grouped', () => {
    expect([formatCount(93322), formatCount(9239.6), formatCount(Infinity)]).toEqual(['93,322', '9,240', '∞']);
  });

  test('ticks have the digits that their distance needs', () => {
    expect([0, 0.5, 1, 1.5].map((tick) => formatTick(tick, 0.5))).toEqual(['0', '0.5', '1.0', '1.5']);
    expect([0.98, 0.985].map((tick) => formatTick(tick, 0.005))).toEqual(['0.980', '0.985']);
    expect([1000, 2000].map((tick) => formatTick(tick, 1000))).toEqual(['1,000', '2,000']);
    expect([0.02, 5, 1e-6].map(formatLogTick)).toEqual(['0.02', '5', '1e−6']);
  });

  test('steps are shortened from ten thousand on', () => {
    expect([400, 9999, 12_000, 12_500, 1_500_000].map(formatStep)).toEqual(['400', '9,999', '12k', '12.5k', '1.5M']);
  });

  test('durations', () => {
    expect([0, 20.2, 61, 3723, Infinity].map(formatDuration)).toEqual(['0:00', '0:21', '1:01', '1:02:03', '–:––']);
  });
});
