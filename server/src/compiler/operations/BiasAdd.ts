import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { describe, input } from './shapes';

/** Adds a vector along the last axis. */
export const BiasAdd: OperationDefinition = {
  name: 'BiasAdd',
  infer(inputs) {
    const [x, bias] = [input(inputs, 0), input(inputs, 1)];
    if (bias.shape.length !== 1 || bias.shape[0] !== x.shape.at(-1)) {
      throw new OperationError(`BiasAdd cannot add ${describe(bias.shape)} to ${describe(x.shape)}`);
    }
    return [x];
  },
  gradient: (builder, { gradients: [dy] }) => (dy ? [dy, builder.apply('BiasAddGrad', [dy])] : []),
  evaluate([x, bias]) {
    return x && bias ? [x.data.map((value, index) => value + (bias.data[index % bias.data.length] ?? NaN))] : [];
  },
};
