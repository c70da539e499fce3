import type { OperationDefinition } from './definition';
import { numberAttribute } from './attributes';
import { input } from './shapes';

/** x, or alpha·x where x is negative. */
export const LeakyRelu: OperationDefinition = {
  name: 'LeakyRelu',
  infer: (inputs) => [input(inputs, 0)],
  gradient(builder, { inputs: [x], gradients: [dy], attributes }) {
    if (!x || !dy) return [undefined];
    const positive = builder.apply('Greater', [x, builder.constant(0)]);
    const sloped = builder.apply('Mul', [dy, builder.constant(numberAttribute(attributes, 'alpha'))]);
    return [builder.apply('SelectV2', [positive, dy, sloped])];
  },
  evaluate([x], attributes) {
    const alpha = numberAttribute(attributes, 'alpha');
    return x ? [x.data.map((value) => (value > 0 ? value : alpha * value))] : [];
  },
};
