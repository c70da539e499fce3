import type { Value } from '../../language/layers/lowering';
import type { OperationBuilder } from './definition';
import type { ReductionGradient } from './reduction';

/** The gradient of Max and Min: equal winners share it evenly, as in TensorFlow. */
export function extremeGradient(builder: OperationBuilder, { x, y, dy, axes }: ReductionGradient): Value {
  const winners = builder.apply('Cast', [builder.apply('Equal', [x, y])], { dtype: 'float32' });
  const count = builder.apply('Sum', [winners], { axes, keep_dims: true });
  return builder.apply('Mul', [winners, builder.apply('RealDiv', [dy, count])]);
}
