import { epsilon } from '../arithmetic';
import { elementwiseLoss } from './elementwiseLoss';

/** (ln(1 + max(p, ε)) − ln(1 + max(t, ε)))². */
export const meanSquaredLogarithmicError = elementwiseLoss(
  'mean_squared_logarithmic_error',
  (math, target, prediction) => {
    const log = (value: typeof target) => math.apply('Log', math.add(math.maximum(value, epsilon), 1));
    return math.apply('Square', math.subtract(log(prediction), log(target)));
  },
);
