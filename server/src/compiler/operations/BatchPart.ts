import { numberAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { input } from './shapes';

/** Rows ⌊N·index/count⌋ up to ⌊N·(index + 1)/count⌋ of a batch: none where the batch is smaller than `count`. */
export const BatchPart: OperationDefinition = {
  name: 'BatchPart',
  infer(inputs, attributes) {
    const { dtype, shape } = input(inputs, 0);
    const batch = shape[0] ?? null;
    return [
      {
        dtype,
        shape: [batch === null ? null : bound(batch, attributes, 1) - bound(batch, attributes, 0), ...shape.slice(1)],
      },
    ];
  },
  evaluate([x], attributes) {
    if (!x) return [];
    const batch = x.shape[0] ?? 0;
    const row = x.shape.slice(1).reduce((product, size) => product * size, 1);
    return [x.data.slice(bound(batch, attributes, 0) * row, bound(batch, attributes, 1) * row)];
  },
};

function bound(batch: number, attributes: Parameters<typeof numberAttribute>[0], step: number): number {
  return Math.floor((batch * (numberAttribute(attributes, 'index') + step)) / numberAttribute(attributes, 'count'));
}
