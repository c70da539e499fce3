import { elementwiseLoss } from './elementwiseLoss';

/** (t − p)². */
export const meanSquaredError = elementwiseLoss('mean_squared_error', (math, target, prediction) =>
  math.apply('Square', math.subtract(target, prediction)),
);
