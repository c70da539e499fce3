import { avgPoolBackward } from './poolingOperation';

/** The gradient of AvgPool: dy. */
export const AvgPoolGrad = avgPoolBackward('AvgPoolGrad', 2);
