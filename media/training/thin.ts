import type { ChartData } from './chartData';
import { lastIndexUntil } from './lastIndexUntil';

/** Columns as uPlot takes them: null where there is nothing. */
export interface DrawnColumns {
  readonly steps: number[];
  readonly raw: (number | null)[];
  readonly smooth: (number | null)[];
  readonly validation: (number | null)[];
}

/**
 * What is to be drawn of a chart `pixels` wide from one step to another: where more points stand there than pixels can
 * tell apart, two of each pixel's column, the least and the greatest value in their order. A point beyond either
 * end lets the lines run out of the picture.
 */
export function thin(data: ChartData, from: number, to: number, pixels: number): DrawnColumns {
  const first = Math.max(0, lastIndexUntil(data.steps, from));
  const last = Math.min(data.steps.length - 1, lastIndexUntil(data.steps, to) + 1);
  const drawn: DrawnColumns = { steps: [], raw: [], smooth: [], validation: [] };
  if (last - first < 2 * pixels || to <= from) {
    for (let index = first; index <= last; index += 1) {
      drawn.steps.push(data.steps[index] ?? 0);
      for (const name of names) drawn[name].push(orNull(data[name][index]));
    }
    return drawn;
  }
  const perColumn = (to - from) / pixels;
  for (let start = first; start <= last;) {
    const step = data.steps[start] ?? 0;
    const border = from + (Math.floor((step - from) / perColumn) + 1) * perColumn;
    let end = start;
    while (end < last && (data.steps[end + 1] ?? 0) < border) end += 1;
    drawn.steps.push(step);
    if (end > start) drawn.steps.push(data.steps[end] ?? step);
    for (const name of names) pushExtremes(drawn[name], data[name], start, end);
    start = end + 1;
  }
  return drawn;
}

const names = ['raw', 'smooth', 'validation'] as const;

/** One value for a column of one point, two for every other; a column without any is a gap. */
function pushExtremes(to: (number | null)[], values: Float64Array, start: number, end: number): void {
  let [least, greatest] = [-1, -1];
  for (let index = start; index <= end; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    if (least < 0 || value < (values[least] ?? 0)) least = index;
    if (greatest < 0 || value > (values[greatest] ?? 0)) greatest = index;
  }
  to.push(orNull(values[Math.min(least, greatest)]));
  if (end > start) to.push(orNull(values[Math.max(least, greatest)]));
}

function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
