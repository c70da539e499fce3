import type { LoweringContext, Value } from '../lowering';

/**
 * Zeroes a share of the values and scales the rest by 1 / (1 − rate), so that the mean stays: TensorFlow's
 * tf.nn.dropout, which keeps a value where its draw is at least the rate. `shape` (batch left out) draws
 * one number for several values; sizes of 1 broadcast.
 */
export function dropoutMask(context: LoweringContext, input: Value, rate: number, shape?: readonly number[]): Value {
  if (!context.training || rate === 0) return input;
  if (rate === 1) return context.apply('Mul', [input, context.constant(0)]);
  const kept = context.apply('GreaterEqual', [context.random(input, shape), context.constant(rate)]);
  const scaled = context.apply('Mul', [input, context.constant(1 / (1 - rate))]);
  return context.apply('SelectV2', [kept, scaled, context.constant(0)]);
}
