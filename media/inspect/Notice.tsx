import { useContext } from 'preact/hooks';
import type { RunError } from '../../server/src/protocol/runEvents';
import { QuestionsContext } from './useAnswer';

/** What stands where a picture will be, or why there is none. */
export function Notice({ error, what }: { readonly error: RunError | undefined; readonly what: string }) {
  const questions = useContext(QuestionsContext);
  if (error === undefined) {
    return (
      <p class="muted notice" role="status">
        Computing {what} …
      </p>
    );
  }
  return (
    <section class="error notice" aria-label="No picture">
      <h2>{error.message}</h2>
      <p>{error.cause}</p>
      <p>{error.nextStep}</p>
      <div class="buttons">
        <button type="button" class="secondary" onClick={() => questions?.retry()}>
          Try again
        </button>
      </div>
    </section>
  );
}
