import { forEachIndex } from '../reference/remap';
import { numberAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { describe, input, normalizeAxis, stridesOf } from './shapes';

/** The tensors one after another along `axis`; along the batch its size stays unknown. */
export const ConcatV2: OperationDefinition = {
  name: 'ConcatV2',
  infer(inputs, attributes) {
    const first = input(inputs, 0);
    const axis = normalizeAxis(numberAttribute(attributes, 'axis'), first.shape.length);
    for (const { shape } of inputs) {
      if (
        shape.length !== first.shape.length ||
        shape.some((size, other) => other !== axis && size !== first.shape[other])
      ) {
        throw new OperationError(
          `ConcatV2 cannot join ${describe(first.shape)} and ${describe(shape)} along axis ${axis}`,
        );
      }
    }
    const sizes = inputs.map(({ shape }) => shape[axis] ?? null);
    const total = sizes.reduce((sum, size) => (sum === null || size === null ? null : sum + size), 0);
    return [{ dtype: first.dtype, shape: first.shape.map((size, other) => (other === axis ? total : size)) }];
  },
  gradient(builder, { inputs, gradients: [dy], attributes }) {
    const rank = inputs[0]?.shape.length ?? 0;
    const axis = normalizeAxis(numberAttribute(attributes, 'axis'), rank);
    // The parts of a batch are joined in prediction only, where nothing needs a gradient.
    if (!dy || inputs.some(({ shape }) => shape[axis] === null)) return inputs.map(() => undefined);
    let start = 0;
    return inputs.map(({ shape }) => {
      const begin = shape.map((_, other) => (other === axis ? start : 0));
      start += shape[axis] ?? 0;
      return builder.apply('Slice', [dy], { begin, size: shape.map((size) => size ?? -1) });
    });
  },
  evaluate(inputs, attributes, [output]) {
    if (!output) return [];
    const axis = normalizeAxis(numberAttribute(attributes, 'axis'), output.shape.length);
    const strides = stridesOf(output.shape);
    const result = new Float64Array(output.shape.reduce((product, size) => product * size, 1));
    let start = 0;
    for (const { shape, data } of inputs) {
      forEachIndex(shape, (index, flat) => {
        const place = index.reduce(
          (sum, at, other) => sum + (other === axis ? at + start : at) * (strides[other] ?? 0),
          0,
        );
        result[place] = data[flat] ?? NaN;
      });
      start += shape[axis] ?? 0;
    }
    return [result];
  },
};
