import type { CallbackFactory } from './callback';
import { isBetter, monitorOf, numberOf } from './monitor';

/** Stops when the watched value no longer improves: keras/src/callbacks/early_stopping.py. */
export const earlyStopping: CallbackFactory = (args) => {
  const monitor = monitorOf(args);
  const delta = Math.abs(numberOf(args, 'min_delta', 0));
  const patience = numberOf(args, 'patience', 0);
  const firstEpoch = numberOf(args, 'start_from_epoch', 0);
  const baseline = typeof args['baseline'] === 'number' ? args['baseline'] : undefined;
  const restoresBest = args['restore_best_weights'] === true;
  return {
    restoresBest,
    afterEpoch: (epoch, logs, _rate, state) => {
      const value = logs[monitor.name];
      if (value === undefined) return { state, missing: monitor.name };
      if (epoch < firstEpoch) return { state };
      const best = state['best'];
      const first = state['bestEpoch'] === undefined;
      const wait = (state['wait'] ?? 0) + 1;
      if (best === undefined || isBetter(monitor, value, best, delta)) {
        // Only what also beats the baseline counts as progress.
        const progress = baseline === undefined || isBetter(monitor, value, baseline, delta);
        return { state: { best: value, bestEpoch: epoch, wait: progress ? 0 : wait }, keepWeights: restoresBest };
      }
      return {
        state: { best, bestEpoch: state['bestEpoch'] ?? epoch, wait },
        keepWeights: restoresBest && first,
        stop: wait >= patience && epoch > 0,
      };
    },
  };
};
