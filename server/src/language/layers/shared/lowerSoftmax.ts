import type { LoweringContext, Value } from '../lowering';
import { divide, subtract } from './arithmetic';
import { positiveAxis } from './axes';

/** Softmax or its logarithm along axes counted with the batch as 0. */
export function softmaxOver(
  context: LoweringContext,
  value: Value,
  axes: readonly number[],
  operation: 'Softmax' | 'LogSoftmax',
): Value {
  const rank = value.shape.length;
  const positive = axes.map((axis) => positiveAxis(axis, rank));
  if (positive.length === 1 && positive[0] === rank - 1) return context.apply(operation, [value]);
  const reduce = { axes: positive, keep_dims: true };
  const shifted = subtract(context, value, context.apply('Max', [value], reduce));
  const exponentials = context.apply('Exp', [shifted]);
  const sum = context.apply('Sum', [exponentials], reduce);
  if (operation === 'Softmax') return divide(context, exponentials, sum);
  return subtract(context, shifted, context.apply('Log', [sum]));
}
