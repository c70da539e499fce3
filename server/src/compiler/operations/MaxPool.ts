import { maxPoolForward } from './poolingOperation';

/** The greatest element of each 2-D window. */
export const MaxPool = maxPoolForward('MaxPool', 'MaxPoolGrad', 2);
