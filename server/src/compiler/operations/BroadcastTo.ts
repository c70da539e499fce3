import { broadcastMap } from './elementwise';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { broadcastShapes, describe, input, sameShape } from './shapes';
import { sumToShape } from './sumToShape';

/** x repeated to the shape of a second tensor, of which only the shape counts. */
export const BroadcastTo: OperationDefinition = {
  name: 'BroadcastTo',
  infer(inputs) {
    const [x, like] = [input(inputs, 0), input(inputs, 1)];
    if (!sameShape(broadcastShapes(x.shape, like.shape), like.shape)) {
      throw new OperationError(`${describe(x.shape)} cannot be repeated to ${describe(like.shape)}`);
    }
    return [{ dtype: x.dtype, shape: like.shape }];
  },
  gradient: (builder, { inputs: [x], gradients: [dy] }) =>
    x && dy ? [sumToShape(builder, dy, x.shape), undefined] : [],
  evaluate: ([x], _, [output]) => (x && output ? [broadcastMap([x], output.shape, ([value]) => value ?? NaN)] : []),
};
