import type { Value } from '../../language/layers/lowering';
import { arithmetic } from '../arithmetic';
import type { OperationBuilder } from '../operations/definition';
import type { MetricSums } from './definition';
import { vector } from './vector';

/** The sum and the number of values (or the sum of a mask): a mean once finished. */
export function meanOf(builder: OperationBuilder, values: Value, mask?: Value): MetricSums {
  const math = arithmetic(builder);
  const count = mask === undefined ? countOf(builder, values) : math.sum(mask);
  return { sums: vector(builder, [math.sum(values), count]), finish: 'mean' };
}

/** The number of elements as a float32 scalar. */
export function countOf(builder: OperationBuilder, values: Value): Value {
  const inner = values.shape.slice(1).reduce<number>((product, size) => product * (size ?? 1), 1);
  return arithmetic(builder).multiply(builder.apply('BatchSize', [values]), inner);
}
