import * as l10n from '@vscode/l10n';
import { formatCount, formatValue } from './formatNumber';
import { spanOf } from './spanOf';
import { useWidth } from './useWidth';

export interface SeriesPlotProps {
  readonly name: string;
  readonly values: Float32Array;
  /** Places on the axis, the same for the plots below one another. */
  readonly length: number;
  /** What the axis counts: it stands before the first number. */
  readonly axis: string;
  /** Where the first value stands on the axis, and how far apart two values are. */
  readonly offset: number;
  readonly spread?: number;
  /** Rows of the series that one value stands for. */
  readonly every?: number;
  /** Which of the theme's colours. */
  readonly series: 0 | 1;
  /** The place that is read. */
  readonly at: number | undefined;
  /** What windows cover; the second kind is what they foresee. */
  readonly bands?: readonly { readonly from: number; readonly to: number; readonly kind?: 'second' }[];
  /** Where the rows that train end and those that test begin. */
  readonly border?: number | undefined;
  readonly onMove: (place: number) => void;
  /** In CSS pixels. */
  readonly height?: number;
}

const margin = { left: 56, right: 8, top: 8, bottom: 24 };

/** A series as a line, its ends of scale at the left; arrow keys and the pointer move the place that is read. */
export function SeriesPlot(props: SeriesPlotProps) {
  const { name, values, length, offset, spread = 1, series, at, bands = [], border, onMove, height = 144 } = props;
  const [element, width] = useWidth();
  const span = spanOf(values);
  const { low, high } = span.high > span.low ? span : { low: span.low - 0.5, high: span.high + 0.5 };
  const inner = Math.max(1, width - margin.left - margin.right);
  const x = (axis: number): number => margin.left + (axis / Math.max(1, length - 1)) * inner;
  const y = (value: number): number =>
    height - margin.bottom - ((value - low) / (high - low)) * (height - margin.top - margin.bottom);
  const placeOf = (index: number): number => offset + index * spread;
  const reading = at === undefined ? '' : l10n.t('{0} at {1}: {2}', name, at, formatValue(values[at] ?? 0));
  const pick = (event: PointerEvent): void => {
    if (event.buttons === 0 || !(event.currentTarget instanceof Element)) return;
    const left = event.currentTarget.getBoundingClientRect().left;
    const axis = ((event.clientX - left - margin.left) / inner) * (length - 1);
    onMove(at === undefined ? axis : Math.round((axis - offset) / spread));
  };
  const onKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0 || at === undefined) return;
    event.preventDefault();
    onMove(at + by * (event.shiftKey ? 10 : 1));
  };
  const walks =
    at === undefined
      ? {
          role: 'img' as const,
          'aria-label': l10n.t('{0}, from {1} to {2}', name, formatValue(span.low), formatValue(span.high)),
        }
      : {
          role: 'slider' as const,
          tabIndex: 0,
          'aria-label': name,
          'aria-valuemin': 0,
          'aria-valuemax': Math.max(0, values.length - 1),
          'aria-valuenow': at,
          'aria-valuetext': reading,
          onKeyDown: onKey,
        };
  return (
    <figure class="series">
      <figcaption>
        {name} <span class="muted">· {l10n.t('{0} values', formatCount(values.length))}</span>
      </figcaption>
      <div ref={element} class="series-plot" {...walks}>
        {width === 0 ? undefined : (
          <svg width={width} height={height} aria-hidden="true" onPointerDown={pick} onPointerMove={pick}>
            {[low, high].map((value) => (
              <g key={value}>
                <line class="grid" x1={margin.left} x2={width - margin.right} y1={y(value)} y2={y(value)} />
                <text x={margin.left - 8} y={y(value) + 4} text-anchor="end">
                  {formatValue(value)}
                </text>
              </g>
            ))}
            {low < 0 && high > 0 ? (
              <line class="zero" x1={margin.left} x2={width - margin.right} y1={y(0)} y2={y(0)} />
            ) : undefined}
            {[...new Set([0, values.length - 1])].map((index) => (
              <text key={index} x={x(placeOf(index))} y={height - 6} text-anchor={index === 0 ? 'start' : 'end'}>
                {index === 0 ? `${props.axis} ` : ''}
                {formatCount(index * (props.every ?? 1))}
              </text>
            ))}
            {border === undefined ? undefined : (
              <g class="border">
                <line x1={x(border)} x2={x(border)} y1={margin.top} y2={height - margin.bottom} />
                <text x={x(border) - 6} y={height - 6} text-anchor="end">
                  {l10n.t('train')}
                </text>
                <text x={x(border) + 6} y={height - 6}>
                  {l10n.t('test')}
                </text>
              </g>
            )}
            {bands.map((band, place) => (
              <rect
                key={place}
                class={`band ${band.kind ?? ''}`}
                x={x(band.from)}
                width={Math.max(2, x(band.to) - x(band.from))}
                y={margin.top}
                height={height - margin.top - margin.bottom}
              />
            ))}
            <path class={`line series-${series}`} d={pathOf(values, (index) => x(placeOf(index)), y)} />
            {at === undefined ? undefined : (
              <>
                <line
                  class="cursor"
                  x1={x(placeOf(at))}
                  x2={x(placeOf(at))}
                  y1={margin.top}
                  y2={height - margin.bottom}
                />
                <circle class={`dot series-${series}`} cx={x(placeOf(at))} cy={y(values[at] ?? 0)} r={3} />
              </>
            )}
          </svg>
        )}
      </div>
    </figure>
  );
}

/** Where many values share a pixel, its lowest and highest are enough for the same picture. */
function pathOf(values: Float32Array, x: (index: number) => number, y: (value: number) => number): string {
  const points: string[] = [];
  let column = Number.NaN;
  let [low, high] = [Infinity, -Infinity];
  const flush = (): void => {
    if (high < low) return;
    points.push(`${column},${y(low).toFixed(1)}`);
    if (high > low) points.push(`${column},${y(high).toFixed(1)}`);
  };
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) return;
    const here = Math.round(x(index) * 2) / 2;
    if (here !== column) {
      flush();
      [column, low, high] = [here, Infinity, -Infinity];
    }
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  flush();
  return points.length === 0 ? '' : `M${points.join('L')}`;
}
