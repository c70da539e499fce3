import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatCount, formatValue } from '../shared/formatNumber';
import type { Theme } from '../shared/theme';
import { chartData } from './chartData';
import { ChartLabels } from './ChartLabels';
import { chartKey } from './chartKey';
import type { OverlayLine } from './drawOverlays';
import { labelsAt, overlayLabels } from './labelsAt';
import { metricTitle } from './metricNames';
import { createPlot, fullExtent, type Plot } from './plot';
import type { Curve } from './trainingState';
import { pan, zoom, type Viewport } from './viewport';

export interface ChartProps {
  readonly curve: Curve;
  readonly overlays: readonly { readonly name: string; readonly colour: number; readonly curve: Curve }[];
  readonly stepsPerEpoch: number;
  /** Says when `curve`, which only grows, has grown. */
  readonly revision: number;
  readonly theme: Theme;
  readonly smoothing: number;
  readonly logScale: boolean;
  readonly viewport: Viewport;
  readonly onViewport: (viewport: Viewport) => void;
  readonly crosshair: number | undefined;
  readonly onCrosshair: (step: number | undefined) => void;
}

/** One metric. The canvas is uPlot's; the labels and the crosshair above it are elements. */
export function Chart(props: ChartProps) {
  const { curve, stepsPerEpoch, revision, theme, smoothing, logScale, viewport, crosshair } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  // Counts the drawings: labels stand where the canvas has put the lines, so they follow each one.
  const [, setDrawn] = useState(0);
  const data = useMemo(() => chartData(curve, smoothing, logScale), [curve, revision, smoothing, logScale]);
  const overlays = useMemo(
    () =>
      props.overlays.map(({ name: run, colour, curve: other }): OverlayLine => ({
        name: run,
        colour,
        data: chartData(other, smoothing, logScale),
      })),
    [props.overlays, smoothing, logScale],
  );
  const extent = fullExtent(data, overlays);

  useLayoutEffect(() => {
    if (host.current === null) return undefined;
    const created = createPlot(host.current, {
      logScale,
      theme: () => latest.current.theme,
      onPoint: (step) => latest.current.onCrosshair(step),
      onSelect: (range) => latest.current.onViewport(range),
      onReset: () => latest.current.onViewport(undefined),
      onWheel: (step, gesture, amount) => {
        const all = created.extent();
        const before = latest.current.viewport;
        latest.current.onViewport(gesture === 'zoom' ? zoom(before, all, step, amount) : pan(before, all, amount));
      },
      onDraw: () => setDrawn((count) => count + 1),
    });
    plot.current = created;
    return () => created.destroy();
  }, [logScale]);
  useLayoutEffect(
    () => plot.current?.update(data, overlays, viewport, stepsPerEpoch),
    [data, overlays, viewport, stepsPerEpoch, logScale],
  );
  useEffect(() => plot.current?.redraw(), [theme]);

  const labels = [
    ...labelsAt(data, viewport, crosshair, smoothing > 0),
    ...overlayLabels(overlays, viewport, crosshair),
  ];
  const name = metricTitle(curve.metric);
  const at = crosshair ?? viewport?.[1] ?? extent[1];
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = chartKey(event, { steps: data.steps, extent, viewport, crosshair });
    if (action === undefined) return;
    event.preventDefault();
    if ('viewport' in action) props.onViewport(action.viewport);
    else props.onCrosshair(action.crosshair);
  };
  return (
    <figure class="chart">
      <figcaption>{name}</figcaption>
      <div
        class="plot"
        ref={host}
        role="slider"
        tabIndex={0}
        aria-label={l10n.t('{0} by step; arrow keys move the crosshair, plus and minus zoom, 0 shows everything', name)}
        aria-valuemin={extent[0]}
        aria-valuemax={extent[1]}
        aria-valuenow={at}
        aria-valuetext={`${l10n.t('step {0}', formatCount(at))}: ${labels.map(({ name: part, text, value }) => `${text ?? part} ${formatValue(value)}`).join(', ')}`}
        onKeyDown={onKeyDown}
        onBlur={() => props.onCrosshair(undefined)}
      >
        {plot.current === undefined ? undefined : (
          <ChartLabels
            plot={plot.current}
            labels={labels}
            crosshair={crosshair}
            stepsPerEpoch={stepsPerEpoch}
            highContrast={theme.highContrast}
          />
        )}
      </div>
    </figure>
  );
}
