import type { Value } from '../../language/layers/lowering';
import { remap } from '../reference/remap';
import { numbersAttribute } from './attributes';
import type { OperationBuilder, OperationDefinition } from './definition';
import { OperationError } from './definition';
import { input } from './shapes';

/**
 * Every `strides`-th element from `begin` up to but not including `end`, by axis, strides positive. The
 * batch is taken whole: begin 0, end −1, stride 1 there.
 */
export const StridedSlice: OperationDefinition = {
  name: 'StridedSlice',
  infer(inputs, attributes) {
    const { dtype, shape } = input(inputs, 0);
    const [begin, end, strides] = ['begin', 'end', 'strides'].map((name) => numbersAttribute(attributes, name));
    if ([begin, end, strides].some((list) => list?.length !== shape.length))
      throw new OperationError('StridedSlice needs a number for each axis');
    return [
      {
        dtype,
        shape: shape.map((own, axis) => {
          const [from, to, step] = [begin?.[axis] ?? 0, end?.[axis] ?? 0, strides?.[axis] ?? 1];
          if (axis === 0 && to === -1) return own;
          if (own === null || from < 0 || to > own || to < from || step < 1) {
            throw new OperationError(
              `StridedSlice cannot take ${from}:${to}:${step} of an axis of ${own ?? 'the batch'}`,
            );
          }
          return Math.ceil((to - from) / step);
        }),
      },
    ];
  },
  gradient(builder, { inputs: [x], gradients: [dy], attributes }) {
    if (!x || !dy) return [];
    const begin = numbersAttribute(attributes, 'begin');
    const strides = numbersAttribute(attributes, 'strides');
    return [
      x.shape.reduce(
        (value, size, axis) =>
          axis === 0 ? value : spread(builder, value, axis, begin[axis] ?? 0, strides[axis] ?? 1, size ?? 0),
        dy,
      ),
    ];
  },
  evaluate([x], attributes, [output]) {
    const begin = numbersAttribute(attributes, 'begin');
    const strides = numbersAttribute(attributes, 'strides');
    return x && output
      ? [remap(x, output.shape, (index) => index.map((at, axis) => (begin[axis] ?? 0) + at * (strides[axis] ?? 1)))]
      : [];
  },
};

/** Puts the elements of an axis back in their places, `stride` apart, zeros between and around. */
function spread(
  builder: OperationBuilder,
  value: Value,
  axis: number,
  begin: number,
  stride: number,
  size: number,
): Value {
  const taken = value.shape[axis] ?? 0;
  const gapped = stride === 1 ? value : withGaps(builder, value, axis, stride);
  // The gaps behind the last element may reach beyond the end of the axis.
  const length = Math.min(taken * stride, size - begin);
  const cut =
    length === gapped.shape[axis]
      ? gapped
      : builder.apply('Slice', [gapped], {
          begin: gapped.shape.map(() => 0),
          size: gapped.shape.map((own, other) => (other === axis ? length : (own ?? -1))),
        });
  const paddings = cut.shape.flatMap((_, other) => (other === axis ? [begin, size - begin - length] : [0, 0]));
  return paddings.every((padding) => padding === 0) ? cut : builder.apply('Pad', [cut], { paddings });
}

function withGaps(builder: OperationBuilder, value: Value, axis: number, stride: number): Value {
  const sizes = value.shape.map((size) => size ?? -1);
  const split = builder.apply('Reshape', [value], {
    shape: [...sizes.slice(0, axis + 1), 1, ...sizes.slice(axis + 1)],
  });
  const paddings = split.shape.flatMap((_, other) => (other === axis + 1 ? [0, stride - 1] : [0, 0]));
  const padded = builder.apply('Pad', [split], { paddings });
  return builder.apply('Reshape', [padded], {
    shape: sizes.map((size, other) => (other === axis ? size * stride : size)),
  });
}
