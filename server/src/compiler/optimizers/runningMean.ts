import type { Value } from '../../language/layers/lowering';
import type { Arithmetic } from '../arithmetic';

/** mean + (value − mean)·(1 − decay): how Adam's family moves its moments. */
export function movedMoment(math: Arithmetic, mean: Value, value: Value, decay: number): Value {
  return math.add(mean, math.multiply(math.subtract(value, mean), 1 - decay));
}

/** decay·mean + (1 − decay)·value: how RMSprop and Adadelta do it. */
export function decayedMean(math: Arithmetic, mean: Value, value: Value, decay: number): Value {
  return math.add(math.multiply(mean, decay), math.multiply(value, 1 - decay));
}
