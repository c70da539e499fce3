import { elementwiseLoss } from './elementwiseLoss';
import { signedTarget } from './signedTarget';

/** max(1 − t·p, 0)², t being −1 or 1. */
export const squaredHinge = elementwiseLoss('squared_hinge', (math, target, prediction) =>
  math.apply('Square', math.maximum(math.subtract(1, math.multiply(signedTarget(math, target), prediction)), 0)),
);
