import { avgPoolForward } from './poolingOperation';

/** The mean of the elements of each 3-D window. */
export const AvgPool3D = avgPoolForward('AvgPool3D', 'AvgPool3DGrad', 3);
