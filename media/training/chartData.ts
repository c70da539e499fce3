import { lastIndexUntil } from './lastIndexUntil';
import { smooth } from './smooth';
import type { Curve } from './trainingState';

/** Columns of the same length: one x, and beside it the raw, the smoothed and the validation curve, NaN where there is none. */
export interface ChartData {
  readonly steps: Float64Array;
  readonly raw: Float64Array;
  readonly smooth: Float64Array;
  readonly validation: Float64Array;
}

/**
 * Aligns a curve for drawing. A joined bucket becomes two points, its minimum and its maximum, so that peaks
 * survive. On a logarithmic scale values that are not positive are left out.
 */
export function chartData(curve: Curve, weight: number, logScale: boolean): ChartData {
  const { validation } = curve;
  const { length, stride, steps, means, mins, maxs } = curve.batches;
  const [checkedSteps, checked] = [validation.steps, validation.means];
  const smoothed = smooth(curve.batches, weight);
  // Room for all; what both have at one step leaves some of it empty.
  const room = (stride > 1 ? 2 : 1) * length + validation.length;
  const data = emptyColumns(room);
  let end = 0;
  const drawable = (value: number): number => (Number.isFinite(value) && (value > 0 || !logScale) ? value : Number.NaN);
  const put = (step: number, raw: number, line: number, measured: number): void => {
    data.steps[end] = step;
    data.raw[end] = drawable(raw);
    data.smooth[end] = drawable(line);
    data.validation[end] = drawable(measured);
    end += 1;
  };
  const none = Number.NaN;
  let next = 0;
  for (let index = 0; index < length; index++) {
    const step = steps[index] ?? 0;
    const line = smoothed[index] ?? none;
    for (; next < validation.length && (checkedSteps[next] ?? 0) < step; next++)
      put(checkedSteps[next] ?? 0, none, none, checked[next] ?? none);
    const here = checkedSteps[next] === step ? (checked[next++] ?? none) : none;
    if (stride > 1) put(step - stride / 2, mins[index] ?? none, line, none);
    put(step, (stride > 1 ? maxs[index] : means[index]) ?? none, line, here);
  }
  for (; next < validation.length; next++) put(checkedSteps[next] ?? 0, none, none, checked[next] ?? none);
  return end === room ? data : cut(data, end);
}

export function emptyColumns(length: number): ChartData {
  return {
    steps: new Float64Array(length),
    raw: new Float64Array(length),
    smooth: new Float64Array(length),
    validation: new Float64Array(length),
  };
}

function cut({ steps, raw, smooth: line, validation }: ChartData, end: number): ChartData {
  return {
    steps: steps.subarray(0, end),
    raw: raw.subarray(0, end),
    smooth: line.subarray(0, end),
    validation: validation.subarray(0, end),
  };
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
  const sample = new Float64Array(Math.max(0, Math.floor((last - first) / every) + 1));
  let count = 0;
  for (let index = first; index <= last; index += every) {
    const measured = data.raw[index] ?? Number.NaN;
    if (!Number.isNaN(measured)) sample[count++] = measured;
  }
  const raw = sample.subarray(0, count).sort();
  const trim = Math.floor(raw.length / 100);
  low = Math.min(low, raw[trim] ?? Infinity);
  high = Math.max(high, raw[raw.length - 1 - trim] ?? -Infinity);
  if (low > high) return logScale ? [0.1, 1] : [0, 1];
  return pad(low, high, logScale);
}

/** The least and the greatest value of a stretch, and of what was found before. Runs at every frame of a gesture. */
function extremes(
  values: Float64Array,
  first: number,
  last: number,
  [low, high]: readonly [number, number],
): readonly [number, number] {
  let least = low;
  let greatest = high;
  for (let index = first; index <= last; index += 1) {
    const value = values[index] ?? Number.NaN;
    // A gap is neither.
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
