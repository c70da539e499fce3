import type { ChartData } from './chartData';
import type { Viewport } from './viewport';

export interface ChartLabel {
  readonly name: 'train' | 'val' | 'raw';
  readonly step: number;
  readonly value: number;
}

/**
 * What to write beside the lines: their ends within the viewport, or their values at the crosshair. Validation
 * is measured seldom; its value at a step is the last one measured until then.
 */
export function labelsAt(
  data: ChartData,
  viewport: Viewport,
  crosshair: number | undefined,
  withRaw: boolean,
): readonly ChartLabel[] {
  const end = crosshair ?? viewport?.[1] ?? Infinity;
  const last = lastIndexUntil(data.steps, end);
  const label = (name: ChartLabel['name'], values: readonly (number | null)[]): readonly ChartLabel[] => {
    for (let index = last; index >= 0; index--) {
      const value = values[index];
      if (typeof value === 'number') return [{ name, step: data.steps[index] ?? 0, value }];
    }
    return [];
  };
  return [
    ...label('train', data.smooth),
    ...label('val', data.validation),
    ...(crosshair !== undefined && withRaw ? label('raw', data.raw) : []),
  ];
}

/** The index of the last step not after `step`; −1 when all are. */
export function lastIndexUntil(steps: readonly number[], step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle] ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
