import { elementwiseLoss } from './elementwiseLoss';

/** |t − p|. */
export const meanAbsoluteError = elementwiseLoss('mean_absolute_error', (math, target, prediction) =>
  math.apply('Abs', math.subtract(target, prediction)),
);
