import * as l10n from '@vscode/l10n';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { FromTrainingPanel } from '../../server/src/protocol/panelMessages';
import { onThemeChange, readTheme } from '../shared/theme';
import { Charts } from './Charts';
import { CurveTable } from './CurveTable';
import { EmptyState } from './EmptyState';
import { ErrorState } from './ErrorState';
import { Facts } from './Facts';
import { orderMetrics } from './metricNames';
import { ProgressRow } from './ProgressRow';
import { RunList } from './RunList';
import { overlaysOf, type RunsState } from './runsState';
import { ConfusionMatrix } from './ConfusionMatrix';
import { TitleRow } from './TitleRow';
import { stateName } from './progress';
import type { Curve, TrainingState } from './trainingState';
import type { ViewOptions } from './viewOptions';
import type { Viewport } from './viewport';

export interface TrainingPanelProps {
  readonly state: TrainingState;
  readonly runs: RunsState;
  readonly options: ViewOptions;
  readonly onChange: (changed: Partial<ViewOptions>) => void;
  readonly post: (message: FromTrainingPanel) => void;
  readonly onExport: (format: 'svg' | 'png' | 'csv', viewport: Viewport) => void;
}

/** The whole training panel: a picture of `state`, which it never changes itself. */
export function TrainingPanel({ state, runs, options, onChange, post, onExport }: TrainingPanelProps) {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => onThemeChange(() => setTheme(readTheme())), []);
  const curves = orderMetrics([...state.curves.keys()])
    .map((metric) => state.curves.get(metric))
    .filter((curve): curve is Curve => curve !== undefined);
  const overlays = useMemo(() => overlaysOf(runs, options.overlays), [runs, options.overlays]);
  const untouched = state.state === 'idle' && curves.length === 0;
  return (
    <div class="training">
      {untouched ? undefined : <TitleRow state={state} post={post} />}
      <p class="visually-hidden" aria-live="polite">
        {untouched ? '' : `${state.title}: ${stateName(state)}`}
      </p>
      {untouched ? <EmptyState state={state} post={post} /> : <ProgressRow state={state} />}
      {state.error === undefined ? undefined : (
        <ErrorState error={state.error} canTrain={state.target !== undefined} post={post} />
      )}
      {state.warnings.map((warning) => (
        <p class="warning" key={warning.sequence}>
          <span class="tag">{l10n.t('warning')}</span> {warning.message}
        </p>
      ))}
      {curves.length === 0 ? undefined : (
        <>
          <Charts
            key={state.start?.run}
            run={state.start?.run ?? ''}
            curves={curves}
            overlays={overlays}
            stepsPerEpoch={stepsPerEpoch(state)}
            revision={state.revision}
            theme={theme}
            options={options}
            onChange={onChange}
            onExport={onExport}
          />
          <Facts state={state} />
        </>
      )}
      <RunList
        runs={runs.rows}
        shown={options.overlays}
        onShown={(shown) => onChange({ overlays: shown })}
        post={post}
      />
      {runs.confusion === undefined ? undefined : (
        <ConfusionMatrix
          confusion={runs.confusion}
          cell={runs.cell}
          onCell={(truth, predicted) => post({ type: 'cell', truth, predicted })}
        />
      )}
      {curves.length === 0 ? undefined : (
        <CurveTable curves={curves} stepsPerEpoch={stepsPerEpoch(state)} options={options} onChange={onChange} />
      )}
    </div>
  );
}

function stepsPerEpoch(state: TrainingState): number {
  return Math.max(1, state.latest?.steps ?? state.start?.steps ?? 1);
}
