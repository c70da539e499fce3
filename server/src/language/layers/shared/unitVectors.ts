import type { LoweringContext, Value } from '../lowering';
import { minimum, multiply } from './arithmetic';

/** Vectors along axes scaled to length 1; keras.ops.normalize of order 2. */
export function unitVectors(context: LoweringContext, value: Value, axes: readonly number[], epsilon: number): Value {
  const squares = context.apply('Sum', [context.apply('Square', [value])], { axes, keep_dims: true });
  return multiply(context, value, minimum(context, context.apply('Rsqrt', [squares]), 1 / epsilon));
}
