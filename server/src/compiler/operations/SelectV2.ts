import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { broadcastMap } from './elementwise';
import { broadcastShapes, input } from './shapes';
import { sumToShape } from './sumToShape';

/** a where the bool condition holds, else b; all three broadcast. */
export const SelectV2: OperationDefinition = {
  name: 'SelectV2',
  infer(inputs) {
    const [condition, a, b] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)];
    if (condition.dtype !== 'bool') throw new OperationError(`SelectV2 needs a bool condition, got ${condition.dtype}`);
    if (a.dtype !== b.dtype) throw new OperationError(`SelectV2 needs one type, got ${a.dtype} and ${b.dtype}`);
    return [{ dtype: a.dtype, shape: broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape)) }];
  },
  gradient(builder, { inputs: [condition, a, b], gradients: [dy] }) {
    if (!condition || !a || !b || !dy) return [];
    const zero = builder.apply('ZerosLike', [dy]);
    return [
      undefined,
      sumToShape(builder, builder.apply('SelectV2', [condition, dy, zero]), a.shape),
      sumToShape(builder, builder.apply('SelectV2', [condition, zero, dy]), b.shape),
    ];
  },
  evaluate: (inputs, _, [output]) => [
    broadcastMap(inputs, output?.shape ?? [], ([condition, a, b]) => (condition === 0 ? (b ?? NaN) : (a ?? NaN))),
  ],
};
