import { convolution3DNames } from './convolution3DNames';
import { convolutionForward } from './convolutionOperation';

/** The 3-D convolution: x, filter. */
export const Conv3D = convolutionForward(convolution3DNames);
