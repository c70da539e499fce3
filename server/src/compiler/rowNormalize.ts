import type { Value } from '../language/layers/lowering';
import { epsilon, type Arithmetic } from './arithmetic';

/** x / max(‖x‖, ε) along an axis, as keras.ops.normalize. */
export function rowNormalize(math: Arithmetic, x: Value, axis: number): Value {
  const square = math.sum(math.apply('Square', x), [axis], true);
  return math.divide(x, math.apply('Sqrt', math.maximum(square, epsilon * epsilon)));
}
