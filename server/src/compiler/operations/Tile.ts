import { remap } from '../reference/remap';
import { numbersAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { input } from './shapes';

/** The whole tensor repeated `multiples` times by axis, once along the batch. */
export const Tile: OperationDefinition = {
  name: 'Tile',
  infer(inputs, attributes) {
    const { dtype, shape } = input(inputs, 0);
    const multiples = numbersAttribute(attributes, 'multiples');
    if (multiples.length !== shape.length)
      throw new OperationError(`Tile needs ${shape.length} multiples, got ${multiples.length}`);
    return [
      {
        dtype,
        shape: shape.map((size, axis) => {
          if (size === null && multiples[axis] !== 1) throw new OperationError('Tile cannot repeat the batch');
          return size === null ? null : size * (multiples[axis] ?? 1);
        }),
      },
    ];
  },
  gradient(builder, { inputs: [x], gradients: [dy], attributes }) {
    if (!x || !dy) return [];
    const multiples = numbersAttribute(attributes, 'multiples');
    const split = x.shape.flatMap((size, axis) =>
      axis === 0 && size === null ? [-1] : [multiples[axis] ?? 1, size ?? 1],
    );
    const batched = x.shape[0] === null;
    const axes = x.shape.flatMap((_, axis) => (batched ? (axis === 0 ? [] : [2 * axis - 1]) : [2 * axis]));
    return [builder.apply('Sum', [builder.apply('Reshape', [dy], { shape: split })], { axes, keep_dims: false })];
  },
  evaluate: ([x], _, [output]) =>
    x && output ? [remap(x, output.shape, (index) => index.map((at, axis) => at % (x.shape[axis] ?? 1)))] : [],
};
