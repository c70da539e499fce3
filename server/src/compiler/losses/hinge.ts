import { elementwiseLoss } from './elementwiseLoss';
import { signedTarget } from './signedTarget';

/** max(1 − t·p, 0), t being −1 or 1. */
export const hinge = elementwiseLoss('hinge', (math, target, prediction) =>
  math.maximum(math.subtract(1, math.multiply(signedTarget(math, target), prediction)), 0),
);
