import { maxPoolForward } from './poolingOperation';

/** The greatest element of each 3-D window. */
export const MaxPool3D = maxPoolForward('MaxPool3D', 'MaxPool3DGrad', 3);
