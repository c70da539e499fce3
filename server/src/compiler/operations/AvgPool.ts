import { avgPoolForward } from './poolingOperation';

/** The mean of the elements of each 2-D window. */
export const AvgPool = avgPoolForward('AvgPool', 'AvgPoolGrad', 2);
