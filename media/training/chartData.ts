import { lastIndexUntil } from './lastIndexUntil';
import { smooth } from './smooth';
import type { Curve } from './trainingState';

/** Columns for uPlot: one x, and beside it the raw, the smoothed and the validation curve, null where there is none. */
export interface ChartData {
  readonly steps: readonly number[];
  readonly raw: readonly (number | null)[];
  readonly smooth: readonly (number | null)[];
  readonly validation: readonly (number | null)[];
}

/**
 * Aligns a curve for drawing. A joined bucket becomes two points, its minimum and its maximum, so that peaks
 * survive. On a logarithmic scale values that are not positive are left out.
 */
export function chartData(curve: Curve, weight: number, logScale: boolean): ChartData {
  const { batches, validation } = curve;
  const smoothed = smooth(batches.means, weight);
  const drawable = (value: number | undefined): number | null =>
    value === undefined || !Number.isFinite(value) || (logScale && value <= 0) ? null : value;
  const data = {
    steps: [] as number[],
    raw: [] as (number | null)[],
    smooth: [] as (number | null)[],
    validation: [] as (number | null)[],
  };
  const push = (step: number, raw: number | undefined, line: number | undefined, checked: number | undefined): void => {
    data.steps.push(step);
    data.raw.push(drawable(raw));
    data.smooth.push(drawable(line));
    data.validation.push(drawable(checked));
  };
  let next = 0;
  for (let index = 0; index < batches.length; index++) {
    const step = batches.steps[index] ?? 0;
    for (; next < validation.length && (validation.steps[next] ?? 0) < step; next++)
      push(validation.steps[next] ?? 0, undefined, undefined, validation.means[next]);
    const here = validation.steps[next] === step ? validation.means[next++] : undefined;
    if (batches.stride > 1) push(step - batches.stride / 2, batches.mins[index], smoothed[index], undefined);
    push(step, batches.stride > 1 ? batches.maxs[index] : batches.means[index], smoothed[index], here);
  }
  for (; next < validation.length; next++)
    push(validation.steps[next] ?? 0, undefined, undefined, validation.means[next]);
  return data;
}

/**
 * The range of values to show between two steps: all of the smoothed and the validation curve, and of the raw
 * one the middle 98 %, so that single batches do not press the curves flat.
 */
export function visibleRange(data: ChartData, from: number, to: number, logScale: boolean): readonly [number, number] {
  const first = Math.max(0, lastIndexUntil(data.steps, from));
  const last = lastIndexUntil(data.steps, to);
  let [low, high] = extremes(data.validation, first, last, extremes(data.smooth, first, last, [Infinity, -Infinity]));
  // Percentiles of two thousand values are those of all; sorting all of them at each update would cost a frame.
  const every = Math.max(1, Math.ceil((last - first) / 2000));
  const raw: number[] = [];
  for (let index = first; index <= last; index += every) {
    const measured = data.raw[index];
    if (typeof measured === 'number') raw.push(measured);
  }
  raw.sort((left, right) => left - right);
  const trim = Math.floor(raw.length / 100);
  low = Math.min(low, raw[trim] ?? Infinity);
  high = Math.max(high, raw[raw.length - 1 - trim] ?? -Infinity);
  if (low > high) return logScale ? [0.1, 1] : [0, 1];
  return pad(low, high, logScale);
}

/** The least and the greatest value of a stretch, and of what was found before. Runs at every frame of a gesture. */
function extremes(
  values: readonly (number | null)[],
  first: number,
  last: number,
  [low, high]: readonly [number, number],
): readonly [number, number] {
  let least = low;
  let greatest = high;
  for (let index = first; index <= last; index += 1) {
    const value = values[index];
    if (typeof value !== 'number') continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}

/** Four per cent of air on both sides; a curve that is flat sits in the middle. A value that is never negative keeps 0 as its floor. */
function pad(low: number, high: number, logScale: boolean): readonly [number, number] {
  if (logScale) {
    const factor = high > low ? (high / low) ** 0.04 : 2;
    return [low / factor, high * factor];
  }
  const air = high > low ? (high - low) * 0.04 : Math.abs(high) * 0.1 || 0.5;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}
