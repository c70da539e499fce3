import * as l10n from '@vscode/l10n';
import type { FromTrainingPanel } from '../../server/src/protocol/panelMessages';
import type { TrainingState } from './trainingState';
import { richText } from '../shared/richText';

/** Before the first run: the one thing to do next. */
export function EmptyState({
  state,
  post,
}: {
  readonly state: TrainingState;
  readonly post: (message: FromTrainingPanel) => void;
}) {
  if (state.target === undefined) {
    return (
      <div class="empty">
        <h1>{l10n.t('Nothing to train yet')}</h1>
        <p>
          {richText(
            l10n.t('Open a {0} file and choose {1} above its {2} block.'),
            <code>.nn</code>,
            <b>▶ {l10n.t('Train')}</b>,
            <code>train</code>,
          )}
        </p>
      </div>
    );
  }
  return (
    <div class="empty">
      <h1>{state.title}</h1>
      <p>{l10n.t('Has not been trained yet.')}</p>
      <button type="button" class="primary" onClick={() => post({ type: 'start' })}>
        {l10n.t('Train')}
      </button>
    </div>
  );
}
