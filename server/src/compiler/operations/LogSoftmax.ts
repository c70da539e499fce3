import type { OperationDefinition } from './definition';
import { logSoftmax, mapRows } from './lastAxis';
import { input } from './shapes';

/** x − ln Σ eˣ over the last axis; its gradient is dy − softmax(x)·Σ dy. */
export const LogSoftmax: OperationDefinition = {
  name: 'LogSoftmax',
  infer: (inputs) => [input(inputs, 0)],
  gradient(builder, { inputs: [x], gradients: [dy] }) {
    if (!x || !dy) return [undefined];
    // The softmax of the forward pass is the same operation where the model ends in one, and is shared.
    const softmax = builder.apply('Softmax', [x]);
    const sum = builder.apply('Sum', [dy], { axes: [x.shape.length - 1], keep_dims: true });
    return [builder.apply('Sub', [dy, builder.apply('Mul', [softmax, sum])])];
  },
  evaluate: ([x]) => (x ? [mapRows(x, logSoftmax)] : []),
};
