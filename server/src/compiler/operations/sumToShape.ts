import type { Value } from '../../language/layers/lowering';
import type { OperationBuilder } from './definition';
import { alignedSize, sameShape } from './shapes';

/** The gradient of a broadcast: sums over the axes along which `shape` was repeated. */
export function sumToShape(builder: OperationBuilder, value: Value, shape: Value['shape']): Value {
  if (sameShape(value.shape, shape)) return value;
  const rank = value.shape.length;
  const axes = value.shape.flatMap((size, axis) => (size !== 1 && alignedSize(shape, rank, axis) === 1 ? [axis] : []));
  const summed = axes.length === 0 ? value : builder.apply('Sum', [value], { axes, keep_dims: true });
  if (sameShape(summed.shape, shape)) return summed;
  return builder.apply('Reshape', [summed], { shape: shape.map((size) => size ?? -1) });
}
