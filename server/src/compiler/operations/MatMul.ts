import { flagAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { describe, input, requireRank } from './shapes';
import { matMul } from '../reference/matMul';

/** The product of two matrices, each transposed first where `transpose_a` or `transpose_b` says so. */
export const MatMul: OperationDefinition = {
  name: 'MatMul',
  infer(inputs, attributes) {
    const a = requireRank(input(inputs, 0), 2);
    const b = requireRank(input(inputs, 1), 2);
    const [rows, inner] = flagAttribute(attributes, 'transpose_a') ? [a[1], a[0]] : [a[0], a[1]];
    const [other, columns] = flagAttribute(attributes, 'transpose_b') ? [b[1], b[0]] : [b[0], b[1]];
    if (inner !== other) throw new OperationError(`MatMul cannot multiply ${describe(a)} by ${describe(b)}`);
    return [{ dtype: 'float32', shape: [rows ?? null, columns ?? null] }];
  },
  gradient(builder, { inputs: [a, b], gradients: [dy], attributes }) {
    if (!a || !b || !dy) return [];
    const [ta, tb] = [flagAttribute(attributes, 'transpose_a'), flagAttribute(attributes, 'transpose_b')];
    const product = (x: typeof a, y: typeof a, transposeA: boolean, transposeB: boolean) =>
      builder.apply('MatMul', [x, y], { transpose_a: transposeA, transpose_b: transposeB });
    return [
      ta ? product(b, dy, tb, true) : product(dy, b, false, !tb),
      tb ? product(dy, a, true, ta) : product(a, dy, !ta, false),
    ];
  },
  evaluate([a, b], attributes) {
    return a && b
      ? [matMul(a, b, flagAttribute(attributes, 'transpose_a'), flagAttribute(attributes, 'transpose_b'))]
      : [];
  },
};
