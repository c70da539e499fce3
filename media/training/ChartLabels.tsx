import * as l10n from '@vscode/l10n';
import { formatCount, formatValue } from '../shared/formatNumber';
import type { ChartLabel } from './labelsAt';
import type { Plot } from './plot';
import { spreadLabels } from './spreadLabels';

const labelHeight = 16;

export interface ChartLabelsProps {
  readonly plot: Plot;
  readonly labels: readonly ChartLabel[];
  readonly crosshair: number | undefined;
  readonly stepsPerEpoch: number;
  readonly highContrast: boolean;
}

/** The names and values at the lines' ends, and the crosshair with the points that it meets. */
export function ChartLabels({ plot, labels, crosshair, stepsPerEpoch, highContrast }: ChartLabelsProps) {
  const area = plot.area();
  const tops = labels.map(({ value }) => Math.min(area.height, Math.max(0, plot.y(value))));
  const placed = spreadLabels(tops, labelHeight, area.height);
  const x = crosshair === undefined ? undefined : plot.x(crosshair);
  const visible = x !== undefined && x >= 0 && x <= area.width;
  return (
    <div
      class="overlay"
      aria-hidden="true"
      style={{ left: area.left, top: area.top, width: area.width, height: area.height }}
    >
      {visible ? <div class="crosshair" style={{ transform: `translateX(${Math.round(x)}px)` }} /> : undefined}
      {visible && crosshair !== undefined ? (
        <div
          class={`step-badge ${x > area.width / 2 ? 'before' : 'after'}`}
          style={{ transform: `translateX(${Math.round(x)}px)` }}
        >
          <span>
            {l10n.t('step {0} · epoch {1}', formatCount(crosshair), Math.max(1, Math.ceil(crosshair / stepsPerEpoch)))}
          </span>
        </div>
      ) : undefined}
      <div class="axis-name">{l10n.t('step')}</div>
      {labels.map((label, index) => {
        const pointX = plot.x(label.step);
        const shown =
          pointX >= 0 &&
          pointX <= area.width &&
          label.name !== 'raw' &&
          !highContrast &&
          (crosshair === undefined || visible);
        return [
          shown ? (
            <div
              key={`${label.name}-${label.text ?? ''}-point`}
              class={`point ${label.name} series-${label.colour ?? 0}`}
              style={{ transform: `translate(${pointX}px, ${tops[index] ?? 0}px)` }}
            />
          ) : undefined,
          <div
            key={`${label.name}-${label.text ?? ''}`}
            class={`line-label ${label.name}`}
            style={{ transform: `translateY(${(placed[index] ?? 0) - labelHeight / 2}px)` }}
          >
            <Sample
              line={label.isDashed === true ? 'val' : label.name}
              colour={label.colour ?? 0}
              marked={highContrast && label.name !== 'other'}
            />
            <b>{formatValue(label.value)}</b> {label.text ?? lineName(label.name)}
          </div>,
        ];
      })}
    </div>
  );
}

/** Of the training part, smoothed or as measured, and of the validation part; lines of other runs bring their own. */
function lineName(line: ChartLabel['name']): string {
  return { train: l10n.t('train'), val: l10n.t('val'), raw: l10n.t('raw'), other: '' }[line];
}

/** A piece of the line itself: solid, dashed or faint, in high contrast with its marker. */
function Sample({
  line,
  colour,
  marked,
}: {
  readonly line: ChartLabel['name'];
  readonly colour: number;
  readonly marked: boolean;
}) {
  return (
    <svg class={`sample ${line} series-${colour}`} width="16" height="8" viewBox="0 0 16 8">
      <line x1="0" y1="4" x2="16" y2="4" />
      {marked && line === 'train' ? <circle class="filled" cx="8" cy="4" r="3" /> : undefined}
      {marked && line === 'val' ? <rect x="5" y="1" width="6" height="6" /> : undefined}
    </svg>
  );
}
