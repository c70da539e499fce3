import type { Value } from '../../language/layers/lowering';
import { epsilon, lastAxis, type Arithmetic } from '../arithmetic';

/** The cosine between rows; each row is divided by max(‖x‖, ε) as keras.utils.normalize does. */
export function rowCosine(math: Arithmetic, a: Value, b: Value): Value {
  const axes = [lastAxis(a)];
  const unit = (x: Value): Value => {
    const square = math.sum(math.apply('Square', x), axes, true);
    return math.divide(x, math.apply('Sqrt', math.maximum(square, epsilon * epsilon)));
  };
  return math.sum(math.multiply(unit(a), unit(b)), axes);
}
