import { remap } from '../reference/remap';
import { numbersAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { input } from './shapes';

/** Axis i of the result is axis `perm[i]` of x. */
export const Transpose: OperationDefinition = {
  name: 'Transpose',
  infer(inputs, attributes) {
    const { dtype, shape } = input(inputs, 0);
    const perm = numbersAttribute(attributes, 'perm');
    const sorted = perm.toSorted((a, b) => a - b);
    if (perm.length !== shape.length || sorted.some((axis, index) => axis !== index)) {
      throw new OperationError(`[${perm.join(', ')}] does not permute ${shape.length} axes`);
    }
    return [{ dtype, shape: perm.map((axis) => shape[axis] ?? null) }];
  },
  gradient(builder, { gradients: [dy], attributes }) {
    const perm = numbersAttribute(attributes, 'perm');
    return dy ? [builder.apply('Transpose', [dy], { perm: perm.map((_, axis) => perm.indexOf(axis)) })] : [];
  },
  evaluate([x], attributes, [output]) {
    const perm = numbersAttribute(attributes, 'perm');
    const inverse = perm.map((_, axis) => perm.indexOf(axis));
    return x && output ? [remap(x, output.shape, (index) => inverse.map((axis) => index[axis] ?? 0))] : [];
  },
};
