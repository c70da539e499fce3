import { elementwiseLoss } from './elementwiseLoss';

/** ln cosh e = e + softplus(−2e) − ln 2. */
export const logCosh = elementwiseLoss('log_cosh', (math, target, prediction) => {
  const error = math.subtract(prediction, target);
  const soft = math.apply('Softplus', math.multiply(error, -2));
  return math.subtract(math.add(error, soft), Math.LN2);
});
