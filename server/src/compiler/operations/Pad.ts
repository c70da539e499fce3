import { remap } from '../reference/remap';
import { numbersAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { input } from './shapes';

/** Zeros around: `paddings` holds before and after of each axis, 0 and 0 for the batch. */
export const Pad: OperationDefinition = {
  name: 'Pad',
  infer(inputs, attributes) {
    const { dtype, shape } = input(inputs, 0);
    const paddings = numbersAttribute(attributes, 'paddings');
    if (paddings.length !== 2 * shape.length)
      throw new OperationError(`Pad needs ${2 * shape.length} paddings, got ${paddings.length}`);
    return [
      {
        dtype,
        shape: shape.map((size, axis) => paddedSize(size, paddings[2 * axis] ?? 0, paddings[2 * axis + 1] ?? 0)),
      },
    ];
  },
  gradient(builder, { inputs: [x], gradients: [dy], attributes }) {
    const paddings = numbersAttribute(attributes, 'paddings');
    if (!x || !dy) return [];
    return [
      builder.apply('Slice', [dy], {
        begin: x.shape.map((_, axis) => paddings[2 * axis] ?? 0),
        size: x.shape.map((size) => size ?? -1),
      }),
    ];
  },
  evaluate([x], attributes, [output]) {
    if (!x || !output) return [];
    const paddings = numbersAttribute(attributes, 'paddings');
    return [
      remap(x, output.shape, (index) => {
        const place = index.map((at, axis) => at - (paddings[2 * axis] ?? 0));
        return place.every((at, axis) => at >= 0 && at < (x.shape[axis] ?? 0)) ? place : undefined;
      }),
    ];
  },
};

function paddedSize(size: number | null, before: number, after: number): number | null {
  if (before < 0 || after < 0) throw new OperationError('Pad cannot take away: use Slice');
  if (size !== null) return size + before + after;
  if (before + after > 0) throw new OperationError('Pad cannot lengthen the batch');
  return null;
}
