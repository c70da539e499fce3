import * as l10n from '@vscode/l10n';
import { useContext } from 'preact/hooks';
import type { RunError } from '../../server/src/protocol/runEvents';
import { formatCount } from '../shared/formatNumber';
import { Notice } from '../shared/Notice';
import { QuestionsContext } from './useAnswer';
import type { View } from './view';

/** Data that can be had by a download. */
const fetchable = new Set(['data/absent', 'data/download', 'data/cancelled', 'data/checksum']);

export interface TroubleProps {
  readonly view: View;
  readonly error: RunError | undefined;
  readonly what: string;
}

/** What stands where the data will be, or why they are not there; what can be downloaded has a button for it. */
export function Trouble({ view, error, what }: TroubleProps) {
  const questions = useContext(QuestionsContext);
  const { fetching } = view;
  if (error !== undefined && fetching !== undefined && fetching.error === undefined) return <Fetching view={view} />;
  const told = error === undefined ? undefined : (fetching?.error ?? error);
  return (
    <Notice error={told} doing={l10n.t('Reading {0} …', what)} onRetry={() => questions?.retry()}>
      {told !== undefined && fetchable.has(told.code) ? (
        <button type="button" class="primary" onClick={view.onFetch}>
          {l10n.t('Download')}
        </button>
      ) : undefined}
    </Notice>
  );
}

function Fetching({ view: { fetching, post } }: { readonly view: View }) {
  const { message = l10n.t('Downloading'), done = 0, total = 0, unit = '' } = fetching?.progress ?? {};
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const amount =
    unit === 'bytes'
      ? l10n.t('{0} of {1} MB', (done / 1e6).toFixed(1), (total / 1e6).toFixed(1))
      : l10n.t('{0} of {1} {2}', formatCount(done), formatCount(total), unit);
  return (
    <section class="fetching notice" aria-label={l10n.t('Download')}>
      <p>
        {message} <span class="muted">{total > 0 ? amount : ''}</span>
      </p>
      <progress max={1} value={share} aria-label={message} />
      <div class="buttons">
        <button
          type="button"
          class="secondary"
          onClick={() => fetching !== undefined && post({ type: 'cancel', id: fetching.id })}
        >
          {l10n.t('Cancel')}
        </button>
      </div>
    </section>
  );
}
