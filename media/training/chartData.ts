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
  const lines: number[] = [];
  const raw: number[] = [];
  // Percentiles of a few thousand values are those of all; sorting all of them at each update would cost a frame.
  const every = Math.ceil(data.steps.length / 4000);
  data.steps.forEach((step, index) => {
    if (step < from || step > to) return;
    const values = [data.smooth[index], data.validation[index]];
    for (const value of values) if (typeof value === 'number') lines.push(value);
    const measured = data.raw[index];
    if (index % every === 0 && typeof measured === 'number') raw.push(measured);
  });
  raw.sort((left, right) => left - right);
  const trim = Math.floor(raw.length / 100);
  const all = [...extremes(lines), ...extremes(raw.slice(trim, raw.length - trim))];
  if (all.length === 0) return logScale ? [0.1, 1] : [0, 1];
  return pad(Math.min(...all), Math.max(...all), logScale);
}

function extremes(values: readonly number[]): readonly number[] {
  if (values.length === 0) return [];
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
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
