import * as l10n from '@vscode/l10n';
import { useContext } from 'preact/hooks';
import type { RunError } from '../../server/src/protocol/runEvents';
import { Notice as SharedNotice } from '../shared/Notice';
import { QuestionsContext } from './useAnswer';

/** What stands where a picture of a model will be, or why there is none. */
export function Notice({ error, what }: { readonly error: RunError | undefined; readonly what: string }) {
  const questions = useContext(QuestionsContext);
  return <SharedNotice error={error} doing={l10n.t('Computing {0} …', what)} onRetry={() => questions?.retry()} />;
}
