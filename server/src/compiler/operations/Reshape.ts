import { numbersAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { countOf, describe, input } from './shapes';

/** The same elements in another shape; −1 stands for what is left, the batch alone among unknown sizes. */
export const Reshape: OperationDefinition = {
  name: 'Reshape',
  infer(inputs, attributes) {
    const { dtype, shape } = input(inputs, 0);
    const wanted = numbersAttribute(attributes, 'shape');
    const count = countOf(shape);
    const rest = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1);
    if (wanted.filter((size) => size === -1).length > 1) throw new OperationError('Reshape takes one −1 at most');
    if (count === null) {
      const inner = shape.reduce<number>((product, size) => product * (size ?? 1), 1);
      // Axes may join the batch and leave it again: the unknown size is a multiple of the batch's.
      if (wanted[0] !== -1 || (inner % rest !== 0 && rest % inner !== 0)) {
        throw new OperationError(`Reshape cannot make [${wanted.join(', ')}] of ${describe(shape)}`);
      }
      return [{ dtype, shape: [null, ...wanted.slice(1)] }];
    }
    const missing = rest === 0 ? 0 : count / rest;
    const result = wanted.map((size) => (size === -1 ? missing : size));
    if (!Number.isInteger(missing) || countOf(result) !== count) {
      throw new OperationError(`Reshape cannot make [${wanted.join(', ')}] of ${describe(shape)}`);
    }
    return [{ dtype, shape: result }];
  },
  gradient(builder, { inputs: [x], gradients: [dy] }) {
    return x && dy ? [builder.apply('Reshape', [dy], { shape: x.shape.map((size) => size ?? -1) })] : [];
  },
  evaluate: ([x]) => (x ? [x.data.slice()] : []),
};
