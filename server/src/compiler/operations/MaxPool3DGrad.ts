import { maxPoolBackward } from './poolingOperation';

/** The gradient of MaxPool3D: x, y, dy. */
export const MaxPool3DGrad = maxPoolBackward('MaxPool3DGrad', 3);
