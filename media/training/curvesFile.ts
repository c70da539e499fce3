import { measureText } from '../../server/src/language/graph/measureText';
import { svg, type SvgElement } from '../../server/src/language/graph/svgElement';
import { formatLogTick, formatTick, formatValue } from '../shared/formatNumber';
import { chartData, visibleRange, type ChartData } from './chartData';
import { logTicks } from './logTicks';
import { metricTitle } from './metricNames';
import { roundSteps } from './roundSteps';
import { stepLabels } from './stepLabels';
import { thin } from './thin';
import type { Curve } from './trainingState';
import type { Viewport } from './viewport';

export interface DrawnRun {
  readonly name: string;
  readonly curves: ReadonlyMap<string, Curve>;
}

export interface CurvesFileOptions {
  readonly title: string;
  readonly smoothing: number;
  readonly logScale: boolean;
  readonly viewport: Viewport;
}

const size = { width: 560, height: 320, left: 64, right: 120, top: 40, bottom: 36 } as const;
const plot = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom } as const;
/** Colours that differ in print and for most colour-blind readers (Okabe and Ito 2008). */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;
const text = '#1f2328';
const faint = '#d0d7de';

/** The curves as a drawing of its own, a chart below the other: colour is the run, dashes are validation. */
export function curvesFile(
  runs: readonly DrawnRun[],
  metrics: readonly string[],
  options: CurvesFileOptions,
): SvgElement {
  const height = metrics.length * size.height;
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: size.width,
      height,
      viewBox: `0 0 ${size.width} ${height}`,
      'font-family': "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif",
      'font-size': 12,
    },
    svg('title', {}, options.title),
    svg('rect', { width: '100%', height: '100%', fill: '#ffffff' }),
    ...metrics.map((metric, index) =>
      svg('g', { transform: `translate(0 ${index * size.height})` }, ...chart(runs, metric, options)),
    ),
  );
}

/** How large the drawing of so many charts is, in pixels. */
export function curvesFileSize(charts: number): { readonly width: number; readonly height: number } {
  return { width: size.width, height: charts * size.height };
}

function chart(runs: readonly DrawnRun[], metric: string, options: CurvesFileOptions): readonly SvgElement[] {
  const data = runs.flatMap(({ name, curves }, index): readonly (readonly [string, number, ChartData])[] => {
    const curve = curves.get(metric);
    return curve === undefined ? [] : [[name, index, chartData(curve, options.smoothing, options.logScale)]];
  });
  const from = options.viewport?.[0] ?? Math.min(...data.map(([, , { steps }]) => steps[0] ?? 0));
  const to = options.viewport?.[1] ?? Math.max(...data.map(([, , { steps }]) => steps[steps.length - 1] ?? 1));
  const ticks = roundSteps(from, to);
  const ranges = data.map(([, , each]) => visibleRange(each, from, to, options.logScale));
  const low = Math.min(...ranges.map(([value]) => value));
  const high = Math.max(...ranges.map(([, value]) => value));
  const scale = (value: number): number => (options.logScale ? Math.log(value) : value);
  const x = (step: number): number => size.left + ((step - from) / Math.max(1e-9, to - from)) * plot.width;
  const y = (value: number): number =>
    size.top + (1 - (scale(value) - scale(low)) / Math.max(1e-12, scale(high) - scale(low))) * plot.height;
  const line = (steps: readonly number[], values: readonly (number | null)[], bridge: boolean): string => {
    let path = '';
    let open = false;
    steps.forEach((step, index) => {
      const value = values[index];
      if (typeof value !== 'number') {
        if (!bridge) open = false;
        return;
      }
      if (step < from || step > to) return;
      path += `${open ? 'L' : 'M'}${x(step).toFixed(1)} ${Math.min(size.top + plot.height, Math.max(size.top, y(value))).toFixed(1)}`;
      open = true;
    });
    return path;
  };
  const stroke = (path: string, index: number, extra: SvgElement['attributes']): SvgElement | undefined =>
    path === ''
      ? undefined
      : svg('path', {
          d: path,
          fill: 'none',
          stroke: colours[index % colours.length] ?? text,
          'stroke-width': 1.5,
          ...extra,
        });
  return [
    svg('text', { x: size.left, y: 22, 'font-weight': 600, fill: text }, `${metricTitle(metric)} · ${options.title}`),
    ...(options.logScale ? logTicks(low, high) : roundSteps(low, high)).flatMap((value) => [
      svg('line', { x1: size.left, x2: size.left + plot.width, y1: y(value), y2: y(value), stroke: faint }),
      svg(
        'text',
        { x: size.left - 8, y: y(value) + 4, 'text-anchor': 'end', fill: text },
        options.logScale ? formatLogTick(value) : formatTick(value, (high - low) / 4),
      ),
    ]),
    svg('text', { x: size.left + plot.width + 8, y: size.top + plot.height + 18, fill: text }, 'step'),
    ...stepLabels(ticks, x, size.left + plot.width).map((label, index) =>
      svg(
        'text',
        { x: x(ticks[index] ?? from), y: size.top + plot.height + 18, 'text-anchor': 'middle', fill: text },
        label,
      ),
    ),
    ...data.flatMap(([name, index, all]) => {
      const { steps, raw, smooth, validation } = thin(all, from, to, 2 * plot.width);
      const end = all.smooth.findLast((value) => !Number.isNaN(value));
      const label = `${name}${end === undefined ? '' : ` ${formatValue(end)}`}`;
      const room = size.right - 12;
      return [
        options.smoothing > 0
          ? stroke(line(steps, raw, false), index, { 'stroke-opacity': 0.25, 'stroke-width': 1 })
          : undefined,
        stroke(line(steps, smooth, false), index, {}),
        stroke(line(steps, validation, true), index, { 'stroke-dasharray': '6 4' }),
        svg(
          'text',
          {
            x: size.left + plot.width + 8,
            y: size.top + 12 + index * 18,
            fill: colours[index % colours.length] ?? text,
            ...(measureText(label, 12) > room ? { textLength: room, lengthAdjust: 'spacingAndGlyphs' } : {}),
          },
          label,
        ),
      ].filter((element) => element !== undefined);
    }),
  ];
}

/** The curves as comma-separated values as they were measured: a row a step and run, a column a metric. */
export function curvesTable(runs: readonly DrawnRun[], metrics: readonly string[]): string {
  const header = ['run', 'step', ...metrics.flatMap((metric) => [metric, `val_${metric}`])];
  const rows = runs.flatMap(({ name, curves }) => {
    const values = new Map<number, (number | undefined)[]>();
    const put = (step: number, column: number, value: number | undefined): void => {
      const row = values.get(step) ?? [];
      row[column] = value;
      values.set(step, row);
    };
    metrics.forEach((metric, index) => {
      const curve = curves.get(metric);
      curve?.batches.steps.forEach((step, at) => put(step, 2 * index, curve.batches.means[at]));
      curve?.validation.steps.forEach((step, at) => put(step, 2 * index + 1, curve.validation.means[at]));
    });
    return [...values]
      .sort(([left], [right]) => left - right)
      .map(([step, row]) => [
        name,
        step,
        ...Array.from({ length: 2 * metrics.length }, (_, column) => row[column] ?? ''),
      ]);
  });
  return `${[header, ...rows].map((row) => row.map((field) => csvField(field)).join(',')).join('\r\n')}\r\n`;
}

/** Quoted where a comma, a quote or a line end stands in it (RFC 4180); a leading sign that spreadsheets run is made text. */
function csvField(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
