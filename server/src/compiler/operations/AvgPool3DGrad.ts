import { avgPoolBackward } from './poolingOperation';

/** The gradient of AvgPool3D: dy. */
export const AvgPool3DGrad = avgPoolBackward('AvgPool3DGrad', 3);
