import type { Value } from '../../language/layers/lowering';
import { epsilon, type Arithmetic } from '../arithmetic';

/** (1 − t)·z + softplus(−z): the cross-entropy of sigmoid(z), exact for any z and with the right slope at 0. */
export function binaryFromLogits(math: Arithmetic, target: Value, logits: Value): Value {
  const soft = math.apply('Softplus', math.apply('Neg', logits));
  return math.add(math.multiply(math.subtract(1, target), logits), soft);
}

/** −t·ln p − (1 − t)·ln(1 − p), p clipped to [ε, 1 − ε]. */
export function binaryFromProbabilities(math: Arithmetic, target: Value, prediction: Value): Value {
  const p = math.clip(prediction, epsilon, 1 - epsilon);
  const yes = math.multiply(target, math.apply('Log', p));
  const no = math.multiply(math.subtract(1, target), math.apply('Log', math.subtract(1, p)));
  return math.apply('Neg', math.add(yes, no));
}
