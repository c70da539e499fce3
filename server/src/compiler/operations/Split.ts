import { remap } from '../reference/remap';
import { numberAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { describe, input, known, normalizeAxis } from './shapes';

/** `num` equal tensors along `axis`, which is not the batch. */
export const Split: OperationDefinition = {
  name: 'Split',
  infer(inputs, attributes) {
    const { dtype, shape } = input(inputs, 0);
    const axis = normalizeAxis(numberAttribute(attributes, 'axis'), shape.length);
    const count = numberAttribute(attributes, 'num');
    const size = known(shape, axis) / count;
    if (!Number.isInteger(size))
      throw new OperationError(`Split cannot cut ${describe(shape)} into ${count} along axis ${axis}`);
    return Array.from({ length: count }, () => ({
      dtype,
      shape: shape.map((own, other) => (other === axis ? size : own)),
    }));
  },
  gradient(builder, { outputs, gradients, attributes }) {
    const parts = outputs.map((output, index) => gradients[index] ?? builder.apply('ZerosLike', [output]));
    return [builder.apply('ConcatV2', parts, { axis: numberAttribute(attributes, 'axis') })];
  },
  evaluate([x], attributes, outputs) {
    if (!x) return [];
    const axis = normalizeAxis(numberAttribute(attributes, 'axis'), x.shape.length);
    return outputs.map(({ shape }, part) =>
      remap(x, shape, (index) => index.map((at, other) => (other === axis ? at + part * (shape[axis] ?? 0) : at))),
    );
  },
};
