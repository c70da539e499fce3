import type { FromTrainingPanel } from '../../server/src/protocol/panelMessages';
import type { TrainingState } from './trainingState';

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
        <h1>Nothing to train yet</h1>
        <p>
          Open a <code>.nn</code> file and choose <b>▶ Train</b> above its <code>train</code> block.
        </p>
      </div>
    );
  }
  return (
    <div class="empty">
      <h1>{state.title}</h1>
      <p>Has not been trained yet.</p>
      <button type="button" class="primary" onClick={() => post({ type: 'start' })}>
        Train
      </button>
    </div>
  );
}
