import type { LoweringContext, Value } from '../lowering';
import { add, multiply, subtract } from '../shared/arithmetic';

/** (x − mean) / √(variance + epsilon) along axes, the variance divided by the count. */
export function standardize(context: LoweringContext, input: Value, axes: readonly number[], epsilon: number): Value {
  const reduce = { axes, keep_dims: true };
  const mean = context.apply('Mean', [input], reduce);
  const variance = context.apply('Mean', [context.apply('SquaredDifference', [input, mean])], reduce);
  return multiply(context, subtract(context, input, mean), context.apply('Rsqrt', [add(context, variance, epsilon)]));
}
