import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { RunError } from '../../server/src/protocol/runEvents';

export interface NoticeProps {
  readonly error: RunError | undefined;
  /** What is under way: `Computing the maps …`. */
  readonly doing: string;
  readonly onRetry: () => void;
  /** Buttons before the one that tries again. */
  readonly children?: ComponentChildren;
}

/** What stands where a picture will be, or why there is none. */
export function Notice({ error, doing, onRetry, children }: NoticeProps) {
  if (error === undefined) {
    return (
      <p class="muted notice" role="status">
        {doing}
      </p>
    );
  }
  return (
    <section class="error notice" aria-label={l10n.t('No picture')}>
      <h2>{error.message}</h2>
      <p>{error.cause}</p>
      <p>{error.nextStep}</p>
      <div class="buttons">
        {children}
        <button type="button" class="secondary" onClick={() => onRetry()}>
          {l10n.t('Try again')}
        </button>
      </div>
    </section>
  );
}
