import * as l10n from '@vscode/l10n';
import type { FromTrainingPanel } from '../../server/src/protocol/panelMessages';
import type { RunError } from '../../server/src/protocol/runEvents';

export interface ErrorStateProps {
  readonly error: RunError;
  readonly canTrain: boolean;
  readonly post: (message: FromTrainingPanel) => void;
}

/** What happened, why, and what to do; the curves up to then stay below. */
export function ErrorState({ error, canTrain, post }: ErrorStateProps) {
  return (
    <section class="error" aria-label={l10n.t('The training failed')}>
      <h2>{error.message}</h2>
      <p>{error.cause}</p>
      <p>{error.nextStep}</p>
      <div class="buttons">
        {canTrain ? (
          <button type="button" class="primary" onClick={() => post({ type: 'start' })}>
            {l10n.t('Train again')}
          </button>
        ) : undefined}
        {error.span === undefined && error.layer === undefined ? undefined : (
          <button type="button" class="secondary" onClick={() => post({ type: 'reveal-source' })}>
            {error.layer === undefined ? l10n.t('Show the source') : l10n.t('Show {0}', error.layer)}
          </button>
        )}
        <button type="button" class="secondary" onClick={() => post({ type: 'show-log' })}>
          {l10n.t('Show the log')}
        </button>
      </div>
    </section>
  );
}
