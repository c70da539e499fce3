import * as l10n from '@vscode/l10n';
import { canPause } from '../../server/src/protocol/canPause';
import type { FromTrainingPanel } from '../../server/src/protocol/panelMessages';
import { formatCount } from '../shared/formatNumber';
import { IconButton } from '../shared/IconButton';
import { isActive, type TrainingState } from './trainingState';

/** What is trained, by which engine at which speed, and the two buttons that matter now. */
export function TitleRow({
  state,
  post,
}: {
  readonly state: TrainingState;
  readonly post: (message: FromTrainingPanel) => void;
}) {
  const { start, latest } = state;
  const speed =
    latest !== undefined && state.state === 'training'
      ? l10n.t('{0} examples/s', formatCount(latest.examplesPerSecond))
      : undefined;
  const active = isActive(state.state);
  return (
    <header class="title-row">
      <h1>
        <button
          type="button"
          class="plain"
          title={l10n.t('Go to the source')}
          onClick={() => post({ type: 'reveal-source' })}
        >
          {state.title}
        </button>
      </h1>
      <span class="engine">
        {start === undefined ? undefined : (
          <button
            type="button"
            class="plain muted"
            title={engineTitle(start.engineVersion, start.engineReason)}
            onClick={() => post({ type: 'show-log' })}
          >
            {start.engine}
          </button>
        )}
        {speed === undefined ? undefined : <span class="muted">{start === undefined ? speed : ` · ${speed}`}</span>}
      </span>
      <span class="buttons">
        {state.state === 'training' && canPause(start) ? (
          <IconButton icon="pause" label={l10n.t('Pause the training')} onClick={() => post({ type: 'pause' })} />
        ) : undefined}
        {state.state === 'paused' ? (
          <IconButton icon="play" label={l10n.t('Resume the training')} onClick={() => post({ type: 'resume' })} />
        ) : undefined}
        {active && state.state !== 'stopping' ? (
          <IconButton
            icon="stop"
            label={l10n.t('Stop and keep what was learned')}
            onClick={() => post({ type: 'stop' })}
          />
        ) : undefined}
        {!active && state.target !== undefined && state.state !== 'failed' ? (
          <IconButton icon="play" label={l10n.t('Train again')} onClick={() => post({ type: 'start' })} />
        ) : undefined}
      </span>
    </header>
  );
}

function engineTitle(version: string, reason: string | undefined): string {
  return [version, reason, l10n.t('Show the log')].filter((part) => part !== undefined && part !== '').join('. ');
}
