import type { OperationDefinition } from './definition';
import { logSoftmax, mapRows } from './lastAxis';
import { input } from './shapes';

/** eˣ / Σ eˣ over the last axis; its gradient is y·(dy − Σ dy·y). */
export const Softmax: OperationDefinition = {
  name: 'Softmax',
  infer: (inputs) => [input(inputs, 0)],
  gradient(builder, { outputs: [y], gradients: [dy] }) {
    if (!y || !dy) return [undefined];
    const sum = builder.apply('Sum', [builder.apply('Mul', [dy, y])], { axes: [y.shape.length - 1], keep_dims: true });
    return [builder.apply('Mul', [builder.apply('Sub', [dy, sum]), y])];
  },
  evaluate: ([x]) => (x ? [mapRows(x, (row) => logSoftmax(row).map(Math.exp))] : []),
};
