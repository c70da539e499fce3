import { lastAxis } from '../arithmetic';
import { rowLoss } from './rowLoss';

/** max(greatest wrong score − right score + 1, 0). */
export const categoricalHinge = rowLoss('categorical_hinge', (math, target, prediction) => {
  const axes = [lastAxis(prediction)];
  const right = math.sum(math.multiply(target, prediction), axes);
  const wrong = math.greatest(math.multiply(math.subtract(1, target), prediction), axes);
  return math.maximum(math.add(math.subtract(wrong, right), 1), 0);
});
