import { numberAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { input, normalizeAxis } from './shapes';

/** The place of the greatest element along `axis`, the first of equal ones, as int32; the axis goes. */
export const ArgMax: OperationDefinition = {
  name: 'ArgMax',
  infer(inputs, attributes) {
    const { shape } = input(inputs, 0);
    const axis = normalizeAxis(numberAttribute(attributes, 'axis'), shape.length);
    return [{ dtype: 'int32', shape: shape.filter((_, other) => other !== axis) }];
  },
  evaluate([x], attributes, [output]) {
    if (!x || !output) return [];
    const axis = normalizeAxis(numberAttribute(attributes, 'axis'), x.shape.length);
    const length = x.shape[axis] ?? 1;
    const step = x.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    const count = output.shape.reduce((product, size) => product * size, 1);
    return [
      Float64Array.from({ length: count }, (_, index) => {
        const start = Math.floor(index / step) * step * length + (index % step);
        let best = 0;
        for (let at = 1; at < length; at++) {
          if ((x.data[start + at * step] ?? NaN) > (x.data[start + best * step] ?? NaN)) best = at;
        }
        return best;
      }),
    ];
  },
};
