import type { FunctionValue } from '../language/layers/definition';
import type { Value } from '../language/layers/lowering';
import type { Arithmetic } from './arithmetic';
import { rowNormalize } from './rowNormalize';
import type { OperationBuilder } from './operations/definition';

/** What a regularizer adds to the loss for a weight: a scalar, in Keras's formulas (keras/src/regularizers). */
export function regularizationLoss(
  builder: OperationBuilder,
  math: Arithmetic,
  regularizer: FunctionValue,
  weight: Value,
): Value {
  const number = (name: string, otherwise: number): number => {
    const value = regularizer.args[name];
    return typeof value === 'number' ? value : otherwise;
  };
  const l1 = (factor: number) => math.multiply(math.sum(math.apply('Abs', weight)), factor);
  const l2 = (factor: number) => math.multiply(math.sum(math.apply('Square', weight)), factor);
  switch (regularizer.name) {
    case 'l1':
      return l1(number('l1', 0.01));
    case 'l2':
      return l2(number('l2', 0.01));
    case 'l1_l2':
      return math.add(l1(number('l1', 0)), l2(number('l2', 0)));
    case 'orthogonal_regularizer':
      return orthogonality(builder, math, weight, number('factor', 0.01), regularizer.args['mode'] === 'columns');
    default:
      throw new Error(`there is no regularizer ${regularizer.name}`);
  }
}

/** factor · ½ · Σ |cosines between different rows (or columns)| / number of pairs. */
function orthogonality(
  builder: OperationBuilder,
  math: Arithmetic,
  weight: Value,
  factor: number,
  columns: boolean,
): Value {
  const unit = rowNormalize(math, weight, columns ? 0 : 1);
  const product = builder.apply('MatMul', [unit, unit], { transpose_a: columns, transpose_b: !columns });
  const size = product.shape[0] ?? 1;
  const places = builder.constant(
    Array.from({ length: size }, (_, row) => row),
    [size, 1],
  );
  const others = builder.constant(
    Array.from({ length: size }, (_, column) => column),
    [1, size],
  );
  const different = math.toFloat(math.compare('NotEqual', places, others));
  const total = math.sum(math.apply('Abs', math.multiply(product, different)));
  return math.multiply(total, (factor * 0.5) / ((size * (size - 1)) / 2));
}
