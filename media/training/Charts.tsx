import { useState } from 'preact/hooks';
import type { Theme } from '../shared/theme';
import { Chart } from './Chart';
import type { Curve } from './trainingState';
import { largestSmoothing, type ViewOptions } from './viewOptions';
import type { Viewport } from './viewport';

export interface ChartsProps {
  readonly curves: readonly Curve[];
  readonly stepsPerEpoch: number;
  readonly revision: number;
  readonly theme: Theme;
  readonly options: ViewOptions;
  readonly onOptions: (options: ViewOptions) => void;
}

/** All charts side by side, with one crosshair and one viewport for them all. */
export function Charts({ curves, stepsPerEpoch, revision, theme, options, onOptions }: ChartsProps) {
  const [viewport, setViewport] = useState<Viewport>(undefined);
  const [crosshair, setCrosshair] = useState<number | undefined>(undefined);
  return (
    <section aria-label="Curves">
      <div class="charts" onMouseLeave={() => setCrosshair(undefined)}>
        {curves.map((curve) => (
          <Chart
            key={curve.metric}
            curve={curve}
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
            Show all steps
          </button>
        )}
        <label class="smoothing">
          smooth
          <input
            type="range"
            min={0}
            max={largestSmoothing}
            step={0.01}
            value={options.smoothing}
            style={{ '--share': `${(options.smoothing / largestSmoothing) * 100}%` }}
            onInput={(event) => onOptions({ ...options, smoothing: Number(event.currentTarget.value) })}
          />
          <output>{options.smoothing.toFixed(2)}</output>
        </label>
        <label>
          log
          <input
            type="checkbox"
            checked={options.logScale}
            onChange={(event) => onOptions({ ...options, logScale: event.currentTarget.checked })}
          />
        </label>
      </div>
    </section>
  );
}
