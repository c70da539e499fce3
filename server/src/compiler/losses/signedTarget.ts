import type { Value } from '../../language/layers/lowering';
import type { Arithmetic } from '../arithmetic';

/** Targets of the hinge losses: 0 becomes −1, as Keras does with labels of 0 and 1. */
export function signedTarget(math: Arithmetic, target: Value): Value {
  return math.select(math.compare('Equal', target, 0), -1, target);
}
