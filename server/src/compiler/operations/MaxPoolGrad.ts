import { maxPoolBackward } from './poolingOperation';

/** The gradient of MaxPool: x, y, dy. */
export const MaxPoolGrad = maxPoolBackward('MaxPoolGrad', 2);
