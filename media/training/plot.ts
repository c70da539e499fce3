import * as l10n from '@vscode/l10n';
import uPlot from 'uplot';
import { formatLogTick, formatTick } from '../shared/formatNumber';
import type { Theme } from '../shared/theme';
import { emptyColumns, visibleRange, type ChartData } from './chartData';
import { drawOverlays, type OverlayLine } from './drawOverlays';
import { logTicks } from './logTicks';
import { stepLabels } from './stepLabels';
import { thin } from './thin';
import type { Viewport } from './viewport';

export interface PlotOptions {
  readonly logScale: boolean;
  /** Asked at each drawing: the theme may have changed. */
  readonly theme: () => Theme;
  /** The pointer is over a step. */
  readonly onPoint: (step: number) => void;
  readonly onSelect: (range: readonly [number, number]) => void;
  readonly onReset: () => void;
  /** Zooming by a factor around a step, or panning by a share of the width. */
  readonly onWheel: (step: number, gesture: 'zoom' | 'pan', amount: number) => void;
  readonly onDraw: () => void;
}

/** uPlot as the charts need it. Positions are CSS pixels within the plotting area. */
export interface Plot {
  update(data: ChartData, overlays: readonly OverlayLine[], viewport: Viewport, stepsPerEpoch: number): void;
  redraw(): void;
  /** From the first step to the last of all lines. */
  extent(): readonly [number, number];
  x(step: number): number;
  y(value: number): number;
  area(): { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  destroy(): void;
}

/** Room at the right for the labels of the lines' ends. */
const gutter = 128;
const emptyData = emptyColumns(0);

export function createPlot(host: HTMLElement, options: PlotOptions): Plot {
  let data = emptyData;
  let viewport: Viewport;
  let overlays: readonly OverlayLine[] = [];
  let stepsPerEpoch = 1;
  const extent = (): [number, number] => {
    const [from, to] = viewport ?? fullExtent(data, overlays);
    return from < to ? [from, to] : [from - 1, to + 1];
  };
  const plot = new uPlot(
    {
      ...sizeOf(host),
      padding: [4, gutter, 0, 0],
      legend: { show: false },
      cursor: {
        x: false,
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 4 },
        bind: { dblclick: () => () => null },
      },
      scales: {
        x: { time: false, range: extent },
        y: {
          // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- uPlot's enums exist in its types alone
          distr: options.logScale ? 3 : 1,
          range: () => jointRange([data, ...overlays.map((line) => line.data)], extent(), options.logScale),
        },
      },
      axes: axes(options, () => stepsPerEpoch),
      series: series(options),
      hooks: {
        drawAxes: [(drawn) => drawOverlays(drawn, overlays, options.theme())],
        draw: [(drawn) => options.theme().highContrast && drawMarkers(drawn, options.theme()), () => options.onDraw()],
        setSelect: [
          (selected) => {
            const { left, width } = selected.select;
            if (width < 4) return;
            options.onSelect([selected.posToVal(left, 'x'), selected.posToVal(left + width, 'x')]);
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
      },
    },
    [[], [], [], []],
    host,
  );
  const stepAt = (event: MouseEvent): number =>
    plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, 'x');
  plot.over.addEventListener('mousemove', (event) => {
    const step = nearest(data.steps, stepAt(event));
    if (step !== undefined) options.onPoint(step);
  });
  plot.over.addEventListener('dblclick', () => options.onReset());
  plot.over.addEventListener(
    'wheel',
    (event) => {
      // A plain wheel scrolls the page; with Ctrl (which a pinch sets) it zooms, sideways or with Shift it pans.
      const sideways = event.deltaX !== 0 ? event.deltaX : event.shiftKey ? event.deltaY : 0;
      if (!event.ctrlKey && !event.metaKey && sideways === 0) return;
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) options.onWheel(stepAt(event), 'zoom', 1.002 ** event.deltaY);
      else options.onWheel(stepAt(event), 'pan', sideways / Math.max(1, plot.over.clientWidth));
    },
    { passive: false },
  );
  const feed = (): void => {
    const drawn = thin(data, ...extent(), Math.max(1, Math.round(plot.bbox.width)));
    plot.setData([drawn.steps, drawn.raw, drawn.smooth, drawn.validation]);
  };
  const resizing = new ResizeObserver(() => {
    const size = sizeOf(host);
    if (size.width === plot.width && size.height === plot.height) return;
    plot.setSize(size);
    feed();
  });
  resizing.observe(host);
  return {
    update: (changed, others, shown, steps) => {
      data = changed;
      overlays = others;
      viewport = shown;
      stepsPerEpoch = steps;
      feed();
    },
    redraw: () => plot.redraw(false, true),
    extent: () => fullExtent(data, overlays),
    x: (step) => plot.valToPos(step, 'x'),
    y: (value) => plot.valToPos(value, 'y'),
    // From the canvas, not from the elements: these would have to be laid out first, in each frame of a gesture.
    area: () => {
      const { left, top, width, height } = plot.bbox;
      const ratio = devicePixelRatio;
      return { left: left / ratio, top: top / ratio, width: width / ratio, height: height / ratio };
    },
    destroy: () => {
      resizing.disconnect();
      plot.destroy();
    },
  };
}

/** From the first step to the last of all lines. */
export function fullExtent(data: ChartData, overlays: readonly OverlayLine[]): readonly [number, number] {
  const all = [data, ...overlays.map((line) => line.data)].filter(({ steps }) => steps.length > 0);
  if (all.length === 0) return [0, 1];
  return [
    Math.min(...all.map(({ steps }) => steps[0] ?? 0)),
    Math.max(...all.map(({ steps }) => steps[steps.length - 1] ?? 1)),
  ];
}

function jointRange(
  lines: readonly ChartData[],
  [from, to]: readonly [number, number],
  logScale: boolean,
): [number, number] {
  const ranges = lines.filter(({ steps }) => steps.length > 0).map((line) => visibleRange(line, from, to, logScale));
  if (ranges.length === 0) return logScale ? [0.1, 1] : [0, 1];
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

function sizeOf(host: HTMLElement): { width: number; height: number } {
  const width = Math.max(200, host.clientWidth);
  return { width, height: Math.round(Math.min(280, Math.max(180, width * 0.5)) / 4) * 4 };
}

function axes({ theme, logScale }: PlotOptions, stepsPerEpoch: () => number): uPlot.Axis[] {
  const stroke = (): string => theme().muted;
  const line = { stroke: () => theme().grid, width: 1 };
  const font = smallFont(theme().font);
  // uPlot's own leaves powers of ten alone on a logarithmic axis.
  const filter = (_: uPlot, splits: number[]): number[] => splits;
  return [
    {
      stroke,
      font,
      grid: { show: false },
      ticks: { ...line, size: 4 },
      border: { ...line, show: true },
      space: 56,
      gap: 4,
      size: 24,
      incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6],
      values: (drawn, splits) => [...stepLabels(splits, (step) => drawn.valToPos(step, 'x'), drawn.over.clientWidth)],
    },
    {
      scale: 'y',
      stroke,
      font,
      ticks: { show: false },
      gap: 8,
      space: 32,
      // As wide in all charts as long as the ticks are short, so that their steps stand one below the other.
      size: (_, values: readonly string[] | null) =>
        Math.max(56, ...(values ?? []).map((text) => 16 + text.length * 6.5)),
      grid: line,
      ...(logScale ? { splits: (_: uPlot, __: number, low: number, high: number) => logTicks(low, high), filter } : {}),
      values: (_, splits: readonly (number | null)[], __, ___, increment) =>
        splits.map((value) => (value === null ? '' : logScale ? formatLogTick(value) : formatTick(value, increment))),
    },
    {
      scale: 'x',
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- uPlot's enums exist in its types alone
      side: 0,
      stroke,
      font,
      grid: { ...line, dash: [2, 4] },
      ticks: { show: false },
      gap: 4,
      size: 20,
      splits: (plot, _, from, to) => epochEnds(from, to, stepsPerEpoch(), plot.bbox.width / devicePixelRatio),
      values: (_, splits) =>
        splits.map((step, index) => {
          const epoch = String(Math.round(step / stepsPerEpoch()));
          return index === 0 ? l10n.t('epoch {0}', epoch) : epoch;
        }),
    },
  ];
}

/** The ends of epochs between two steps; every second, fifth, tenth … where they would stand closer than 40 pixels. */
function epochEnds(from: number, to: number, stepsPerEpoch: number, width: number): number[] {
  const wanted = ((to - from) * 40) / Math.max(1, width) / stepsPerEpoch;
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, wanted))));
  const every = ([1, 2, 5, 10].find((factor) => factor * power >= wanted) ?? 10) * power;
  const ends: number[] = [];
  const distance = every * stepsPerEpoch;
  for (let step = Math.max(1, Math.ceil(from / distance)) * distance; step <= to; step += distance) ends.push(step);
  return ends;
}

function series({ theme }: PlotOptions): uPlot.Series[] {
  const width = theme().highContrast ? 2 : 1.5;
  const colour = (index: number) => (): string => theme().series[index] ?? theme().foreground;
  const points = { show: false };
  return [
    {},
    { stroke: colour(0), width: 1, alpha: 0.25, points, spanGaps: false },
    { stroke: colour(0), width, points, spanGaps: false },
    {
      stroke: colour(0),
      width,
      dash: [6, 4],
      points: {
        show: (plot, index) => (plot.data[index] ?? []).filter((value) => value !== null).length === 1,
        size: 6,
      },
      spanGaps: true,
    },
  ];
}

/** In high contrast the lines also carry markers: circles for training, squares for validation. */
function drawMarkers(plot: uPlot, theme: Theme): void {
  const { ctx } = plot;
  const size = 4 * devicePixelRatio;
  const spacing = 48 * devicePixelRatio;
  [2, 3].forEach((index) => {
    const values = plot.data[index] ?? [];
    let last = -Infinity;
    ctx.save();
    const colour = theme.series[0] ?? theme.foreground;
    ctx.fillStyle = index === 2 ? colour : theme.background;
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.setLineDash([]);
    plot.data[0].forEach((step, at) => {
      const value = values[at];
      if (typeof value !== 'number') return;
      const x = plot.valToPos(step, 'x', true);
      const y = plot.valToPos(value, 'y', true);
      const outside =
        x < plot.bbox.left ||
        x > plot.bbox.left + plot.bbox.width ||
        y < plot.bbox.top ||
        y > plot.bbox.top + plot.bbox.height;
      if (outside || x - last < spacing) return;
      last = x;
      ctx.beginPath();
      if (index === 2) ctx.arc(x, y, size, 0, 2 * Math.PI);
      else ctx.rect(x - size, y - size, 2 * size, 2 * size);
      ctx.fill();
      ctx.stroke();
    });
    ctx.restore();
  });
}

function nearest(steps: ArrayLike<number>, wanted: number): number | undefined {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  const after = steps[low];
  const before = steps[low - 1];
  return before !== undefined && after !== undefined && wanted - before < after - wanted ? before : after;
}

/** The editor's font, 11 pixels: ticks step back behind the curves. */
function smallFont(font: string): string {
  return font.replace(/^\S+/, '11px');
}
