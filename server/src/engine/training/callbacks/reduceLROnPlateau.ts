import type { CallbackFactory } from './callback';
import { isBetter, monitorOf, numberOf } from './monitor';

/** Lowers the rate when the watched value stands still: keras/src/callbacks/reduce_lr_on_plateau.py. */
export const reduceLROnPlateau: CallbackFactory = (args) => {
  const monitor = monitorOf(args);
  const delta = numberOf(args, 'min_delta', 1e-4);
  const patience = numberOf(args, 'patience', 10);
  const factor = numberOf(args, 'factor', 0.1);
  const rest = numberOf(args, 'cooldown', 0);
  const lowest = numberOf(args, 'min_lr', 0);
  return {
    afterEpoch: (_epoch, logs, rate, state) => {
      const value = logs[monitor.name];
      if (value === undefined) return { state, missing: monitor.name };
      const cooling = state['cooldown'] ?? 0;
      const cooldown = Math.max(0, cooling - 1);
      const waited = cooling > 0 ? 0 : (state['wait'] ?? 0);
      const best = state['best'];
      if (best === undefined || isBetter(monitor, value, best, delta)) {
        return { state: { best: value, wait: 0, cooldown } };
      }
      if (cooldown > 0) return { state: { best, wait: waited, cooldown } };
      const wait = waited + 1;
      if (wait < patience || rate <= lowest) return { state: { best, wait, cooldown } };
      return { state: { best, wait: 0, cooldown: rest }, rate: Math.max(rate * factor, lowest) };
    },
  };
};
