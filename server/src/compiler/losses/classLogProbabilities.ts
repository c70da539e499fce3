import type { Value } from '../../language/layers/lowering';
import { epsilon, lastAxis, type Arithmetic } from '../arithmetic';
import type { LossContext } from './definition';

/**
 * ln p by class: the log-softmax of the logits, or the logarithm of the probabilities clipped to [ε, 1 − ε].
 * Without logits Keras first makes the rows sum to 1 (`normalize`) for one-hot targets; for labels it takes the
 * clipped logarithms as logits.
 */
export function classLogProbabilities(
  math: Arithmetic,
  { prediction, args, logits }: LossContext,
  normalize: boolean,
): Value {
  const scores = args.flag('from_logits') ? prediction : logits;
  if (scores !== undefined) return math.apply('LogSoftmax', scores);
  const shares = normalize ? math.divide(prediction, math.sum(prediction, [lastAxis(prediction)], true)) : prediction;
  const logs = math.apply('Log', math.clip(shares, epsilon, 1 - epsilon));
  return normalize ? logs : math.apply('LogSoftmax', logs);
}
