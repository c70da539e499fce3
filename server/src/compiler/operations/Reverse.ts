import { remap } from '../reference/remap';
import { numbersAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { input, normalizeAxes } from './shapes';

/** The elements along `axes` in opposite order (TensorFlow's ReverseV2). */
export const Reverse: OperationDefinition = {
  name: 'Reverse',
  infer: (inputs) => [input(inputs, 0)],
  gradient: (builder, { gradients: [dy], attributes }) => (dy ? [builder.apply('Reverse', [dy], attributes)] : []),
  evaluate([x], attributes) {
    if (!x) return [];
    const axes = new Set(normalizeAxes(numbersAttribute(attributes, 'axes'), x.shape.length));
    return [
      remap(x, x.shape, (index) => index.map((at, axis) => (axes.has(axis) ? (x.shape[axis] ?? 0) - 1 - at : at))),
    ];
  },
};
