import { lastIndexUntil } from './lastIndexUntil';
import type { ChartData } from './chartData';
import type { OverlayLine } from './drawOverlays';
import type { Viewport } from './viewport';

export interface ChartLabel {
  /** `other` is another run's, told by its own words. */
  readonly name: 'train' | 'val' | 'raw' | 'other';
  readonly step: number;
  readonly value: number;
  /** Of another run. */
  readonly text?: string;
  readonly colour?: number;
  readonly isDashed?: boolean;
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
  const label = (name: ChartLabel['name'], values: Float64Array): readonly ChartLabel[] => {
    for (let index = last; index >= 0; index--) {
      const value = values[index] ?? Number.NaN;
      if (!Number.isNaN(value)) return [{ name, step: data.steps[index] ?? 0, value }];
    }
    return [];
  };
  return [
    ...label('train', data.smooth),
    ...label('val', data.validation),
    ...(crosshair !== undefined && withRaw ? label('raw', data.raw) : []),
  ];
}

/** One label for each other run: its validation where it has some, else its training. */
export function overlayLabels(
  overlays: readonly OverlayLine[],
  viewport: Viewport,
  crosshair: number | undefined,
): readonly ChartLabel[] {
  return overlays.flatMap(({ name, colour, data }): readonly ChartLabel[] => {
    const labels = labelsAt(data, viewport, crosshair, false);
    const told = labels.find((label) => label.name === 'val') ?? labels[0];
    return told === undefined ? [] : [{ ...told, name: 'other', text: name, colour, isDashed: told.name === 'val' }];
  });
}
