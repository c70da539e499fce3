import * as l10n from '@vscode/l10n';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { formatCount } from '../shared/formatNumber';
import type { Theme } from '../shared/theme';
import { Chart } from './Chart';
import type { Curve } from './trainingState';
import { shortRunLabel } from '../shared/runLabel';
import type { RunOverlay } from './runsState';
import { smoothingSteps, smoothingWeight, type ViewOptions } from './viewOptions';
import type { Viewport } from './viewport';

export interface ChartsProps {
  readonly run: string;
  readonly curves: readonly Curve[];
  readonly overlays: readonly RunOverlay[];
  readonly stepsPerEpoch: number;
  readonly revision: number;
  readonly theme: Theme;
  readonly options: ViewOptions;
  readonly onChange: (changed: Partial<ViewOptions>) => void;
  readonly onExport: (format: 'svg' | 'png' | 'csv', viewport: Viewport) => void;
}

const none: readonly never[] = [];
/** Milliseconds after the last movement of a gesture until its zoom is kept: saving at each would cost frames. */
const settled = 150;

/** All charts side by side, with one crosshair and one viewport for them all. */
export function Charts(props: ChartsProps) {
  const { run, curves, overlays, stepsPerEpoch, revision, theme, options, onChange, onExport } = props;
  const kept = options.zoom?.run === run ? options.zoom.steps : undefined;
  const stop = smoothingStop(options.smoothing);
  const [viewport, setViewport] = useState<Viewport>(kept);
  const [crosshair, setCrosshair] = useState<number | undefined>(undefined);
  const others = useMemo(
    () =>
      new Map(
        curves.map(({ metric }) => [
          metric,
          overlays.flatMap(({ row, colour, curves: all }) => {
            const curve = all.get(metric);
            return curve === undefined ? [] : [{ name: shortRunLabel(row), colour, curve }];
          }),
        ]),
      ),
    [overlays, curves.length],
  );
  useEffect(() => {
    if (viewport === kept) return undefined;
    const keeping = setTimeout(
      () => onChange({ zoom: viewport === undefined ? undefined : { run, steps: viewport } }),
      settled,
    );
    return () => clearTimeout(keeping);
  }, [viewport]);
  return (
    <section aria-label={l10n.t('Curves')}>
      <div class="charts" onMouseLeave={() => setCrosshair(undefined)}>
        {curves.map((curve) => (
          <Chart
            key={curve.metric}
            curve={curve}
            overlays={others.get(curve.metric) ?? none}
            stepsPerEpoch={stepsPerEpoch}
            revision={revision}
            theme={theme}
            smoothing={options.smoothing}
            logScale={options.logScale}
            viewport={viewport}
            onViewport={setViewport}
            crosshair={crosshair}
            onCrosshair={setCrosshair}
          />
        ))}
      </div>
      <div class="controls">
        {viewport === undefined ? undefined : (
          <button type="button" class="link" onClick={() => setViewport(undefined)}>
            {l10n.t('Show all steps')}
          </button>
        )}
        <span class="export">
          {l10n.t('save')}
          {(['png', 'svg', 'csv'] as const).map((format) => (
            <button
              type="button"
              class="link"
              key={format}
              title={l10n.t('Save the curves as {0}', format.toUpperCase())}
              onClick={() => onExport(format, viewport)}
            >
              {format.toUpperCase()}
            </button>
          ))}
        </span>
        <label class="smoothing">
          {l10n.t('smooth')}
          <input
            type="range"
            min={0}
            max={smoothingSteps.length - 1}
            value={stop}
            aria-valuetext={smoothingText(options.smoothing)}
            style={{ '--share': `${(stop / (smoothingSteps.length - 1)) * 100}%` }}
            onInput={(event) =>
              onChange({ smoothing: smoothingWeight(smoothingSteps[event.currentTarget.valueAsNumber] ?? 1) })
            }
          />
          <output>{smoothingText(options.smoothing)}</output>
        </label>
        <label>
          {l10n.t('log')}
          <input
            type="checkbox"
            checked={options.logScale}
            onChange={(event) => onChange({ logScale: event.currentTarget.checked })}
          />
        </label>
      </div>
    </section>
  );
}

/** The stop of the slider that is nearest to a weight. */
function smoothingStop(weight: number): number {
  const steps = stepsOf(weight);
  const next = smoothingSteps.findIndex((each) => each >= steps);
  return next < 0 ? smoothingSteps.length - 1 : next;
}

function smoothingText(weight: number): string {
  const steps = stepsOf(weight);
  return steps === 1 ? l10n.t('off') : l10n.t('{0} steps', formatCount(steps));
}

function stepsOf(weight: number): number {
  return Math.round(1 / (1 - weight));
}
