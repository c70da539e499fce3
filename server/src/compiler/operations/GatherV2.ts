import type { Value } from '../../language/layers/lowering';
import { forEachIndex } from '../reference/remap';
import { numberAttribute } from './attributes';
import type { OperationBuilder, OperationDefinition } from './definition';
import { OperationError } from './definition';
import { input, known, normalizeAxis, stridesOf } from './shapes';

/** The slices of x at int32 `indices` [k] along `axis`, which becomes k long. */
export const GatherV2: OperationDefinition = {
  name: 'GatherV2',
  infer(inputs, attributes) {
    const [x, indices] = [input(inputs, 0), input(inputs, 1)];
    if (indices.dtype !== 'int32' || indices.shape.length !== 1)
      throw new OperationError('GatherV2 needs one row of int32 indices');
    const axis = normalizeAxis(numberAttribute(attributes, 'axis'), x.shape.length);
    return [
      { dtype: x.dtype, shape: x.shape.map((size, other) => (other === axis ? (indices.shape[0] ?? null) : size)) },
    ];
  },
  gradient(builder, { inputs: [x, indices], gradients: [dy], attributes }) {
    if (!x || !indices || !dy) return [];
    return [
      scatter(builder, x, indices, dy, normalizeAxis(numberAttribute(attributes, 'axis'), x.shape.length)),
      undefined,
    ];
  },
  evaluate([x, indices], attributes, [output]) {
    if (!x || !indices || !output) return [];
    const axis = normalizeAxis(numberAttribute(attributes, 'axis'), x.shape.length);
    const strides = stridesOf(x.shape);
    const result = new Float64Array(output.shape.reduce((product, size) => product * size, 1));
    forEachIndex(output.shape, (index, flat) => {
      const place = index.reduce(
        (sum, at, other) => sum + (other === axis ? (indices.data[at] ?? NaN) : at) * (strides[other] ?? 0),
        0,
      );
      result[flat] = x.data[place] ?? NaN;
    });
    return [result];
  },
};

/** Adds each slice of dy back where it was taken from: a product with the one-hot indices. */
function scatter(builder: OperationBuilder, x: Value, indices: Value, dy: Value, axis: number): Value {
  const depth = known(x.shape, axis);
  const oneHot = builder.apply('OneHot', [indices], { depth });
  const others = x.shape.map((_, other) => other).filter((other) => other !== axis);
  const perm = [...others, axis];
  const rows = builder.apply('Transpose', [dy], { perm });
  const taken = indices.shape[0] ?? null;
  const flatShape =
    taken === null ? [others.reduce((product, other) => product * known(x.shape, other), 1), -1] : [-1, taken];
  const flat = builder.apply('Reshape', [rows], { shape: flatShape });
  const sums = builder.apply('MatMul', [flat, oneHot], { transpose_a: false, transpose_b: false });
  const shaped = builder.apply('Reshape', [sums], { shape: perm.map((other) => x.shape[other] ?? -1) });
  return builder.apply('Transpose', [shaped], { perm: perm.map((_, other) => perm.indexOf(other)) });
}
