import type uPlot from 'uplot';
import type { Theme } from '../shared/theme';
import type { ChartData } from './chartData';
import { thin } from './thin';

/** Another run's curve behind the current one's: its own steps, its own colour. */
export interface OverlayLine {
  readonly name: string;
  /** The place of its colour in the theme's series. */
  readonly colour: number;
  readonly data: ChartData;
}

/** Draws the lines of other runs into the plotting area, before the current run's lie over them. */
export function drawOverlays(plot: uPlot, overlays: readonly OverlayLine[], theme: Theme): void {
  const { ctx, bbox, scales } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = (theme.highContrast ? 2 : 1.5) * devicePixelRatio;
  for (const { colour, data } of overlays) {
    ctx.strokeStyle = theme.series[colour % theme.series.length] ?? theme.foreground;
    const { steps, smooth, validation } = thin(data, scales['x']?.min ?? 0, scales['x']?.max ?? 1, bbox.width);
    for (const [values, dash] of [
      [smooth, []],
      [validation, [6, 4]],
    ] as const) {
      ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
      ctx.beginPath();
      trace(plot, steps, values, dash.length > 0);
      ctx.stroke();
    }
  }
  ctx.restore();
}

/** A gap stays a gap but in the seldom measured validation. */
function trace(plot: uPlot, steps: readonly number[], values: readonly (number | null)[], bridge: boolean): void {
  const { ctx } = plot;
  let open = false;
  for (let index = 0; index < steps.length; index += 1) {
    const value = values[index] ?? null;
    if (value === null) {
      if (!bridge) open = false;
      continue;
    }
    const x = plot.valToPos(steps[index] ?? 0, 'x', true);
    const y = plot.valToPos(value, 'y', true);
    if (open) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
    open = true;
  }
}
