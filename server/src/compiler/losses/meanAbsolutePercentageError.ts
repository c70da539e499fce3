import { epsilon } from '../arithmetic';
import { elementwiseLoss } from './elementwiseLoss';

/** 100·|t − p| / max(|t|, ε). */
export const meanAbsolutePercentageError = elementwiseLoss(
  'mean_absolute_percentage_error',
  (math, target, prediction) => {
    const share = math.divide(math.subtract(target, prediction), math.maximum(math.apply('Abs', target), epsilon));
    return math.multiply(math.apply('Abs', share), 100);
  },
);
