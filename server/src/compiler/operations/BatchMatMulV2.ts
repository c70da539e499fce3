import { matMul } from '../reference/matMul';
import { flagAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { describe, input } from './shapes';

/** Products of the matrices in the last two axes; all leading axes of both inputs are the same. */
export const BatchMatMulV2: OperationDefinition = {
  name: 'BatchMatMulV2',
  infer(inputs, attributes) {
    const [a, b] = [input(inputs, 0).shape, input(inputs, 1).shape];
    const leading = a.slice(0, -2);
    if (a.length < 3 || a.length !== b.length || leading.some((size, axis) => size !== b[axis])) {
      throw new OperationError(`BatchMatMulV2 needs the same leading axes, got ${describe(a)} and ${describe(b)}`);
    }
    const [rows, inner] = flagAttribute(attributes, 'adj_x') ? [a.at(-1), a.at(-2)] : [a.at(-2), a.at(-1)];
    const [other, columns] = flagAttribute(attributes, 'adj_y') ? [b.at(-1), b.at(-2)] : [b.at(-2), b.at(-1)];
    if (inner !== other) throw new OperationError(`BatchMatMulV2 cannot multiply ${describe(a)} by ${describe(b)}`);
    return [{ dtype: 'float32', shape: [...leading, rows ?? null, columns ?? null] }];
  },
  gradient(builder, { inputs: [a, b], gradients: [dy], attributes }) {
    if (!a || !b || !dy) return [];
    const [ta, tb] = [flagAttribute(attributes, 'adj_x'), flagAttribute(attributes, 'adj_y')];
    const product = (x: typeof a, y: typeof a, adjointX: boolean, adjointY: boolean) =>
      builder.apply('BatchMatMulV2', [x, y], { adj_x: adjointX, adj_y: adjointY });
    return [
      ta ? product(b, dy, tb, true) : product(dy, b, false, !tb),
      tb ? product(dy, a, true, ta) : product(a, dy, !ta, false),
    ];
  },
  evaluate([a, b], attributes) {
    return a && b ? [matMul(a, b, flagAttribute(attributes, 'adj_x'), flagAttribute(attributes, 'adj_y'))] : [];
  },
};
