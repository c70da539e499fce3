import { epsilon } from '../arithmetic';
import { elementwiseLoss } from './elementwiseLoss';

/** p − t·ln(p + ε). */
export const poisson = elementwiseLoss('poisson', (math, target, prediction) =>
  math.subtract(prediction, math.multiply(target, math.apply('Log', math.add(prediction, epsilon)))),
);
