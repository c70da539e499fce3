import { epsilon, lastAxis } from '../arithmetic';
import { rowLoss } from './rowLoss';

/** Σ t·ln(t / p), both clipped to [ε, 1]. */
export const klDivergence = rowLoss('kl_divergence', (math, target, prediction) => {
  const [t, p] = [math.clip(target, epsilon, 1), math.clip(prediction, epsilon, 1)];
  return math.sum(math.multiply(t, math.apply('Log', math.divide(t, p))), [lastAxis(p)]);
});
