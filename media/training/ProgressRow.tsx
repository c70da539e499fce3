import * as l10n from '@vscode/l10n';
import { progress } from './progress';
import type { TrainingState } from './trainingState';

/** The bar, and beside it the same in numbers. */
export function ProgressRow({ state }: { readonly state: TrainingState }) {
  const { share, text } = progress(state);
  const percent = Math.round((share ?? 0) * 1000) / 10;
  return (
    <div class="progress-row">
      <div
        class="progress"
        data-state={state.state}
        role="progressbar"
        aria-label={l10n.t('Progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
      >
        <div class="done" style={{ width: `${percent}%` }} />
      </div>
      <span class="progress-text">{text}</span>
    </div>
  );
}
