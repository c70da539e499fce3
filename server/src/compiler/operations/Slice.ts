import { remap } from '../reference/remap';
import { numbersAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { describe, input } from './shapes';

/** `size` elements from `begin` on, by axis; −1 means all the rest, the batch being taken whole. */
export const Slice: OperationDefinition = {
  name: 'Slice',
  infer(inputs, attributes) {
    const { dtype, shape } = input(inputs, 0);
    const begin = numbersAttribute(attributes, 'begin');
    const size = numbersAttribute(attributes, 'size');
    if (begin.length !== shape.length || size.length !== shape.length)
      throw new OperationError('Slice needs a begin and a size for each axis');
    return [
      {
        dtype,
        shape: shape.map((own, axis) => {
          const [start, length] = [begin[axis] ?? 0, size[axis] ?? -1];
          if (own === null) {
            if (start === 0 && length === -1) return null;
            throw new OperationError('Slice takes the batch whole: begin 0, size −1');
          }
          const taken = length === -1 ? own - start : length;
          if (start < 0 || taken < 0 || start + taken > own) {
            throw new OperationError(`Slice cannot take ${taken} from ${start} on of ${describe(shape)}, axis ${axis}`);
          }
          return taken;
        }),
      },
    ];
  },
  gradient(builder, { inputs: [x], outputs: [y], gradients: [dy], attributes }) {
    const begin = numbersAttribute(attributes, 'begin');
    if (!x || !y || !dy) return [];
    const paddings = x.shape.flatMap((size, axis) => {
      const start = begin[axis] ?? 0;
      return size === null ? [0, 0] : [start, size - start - (y.shape[axis] ?? 0)];
    });
    return [builder.apply('Pad', [dy], { paddings })];
  },
  evaluate([x], attributes, [output]) {
    const begin = numbersAttribute(attributes, 'begin');
    return x && output ? [remap(x, output.shape, (index) => index.map((at, axis) => at + (begin[axis] ?? 0)))] : [];
  },
};
