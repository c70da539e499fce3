import { convolution2DNames } from './convolution2DNames';
import { convolutionForward } from './convolutionOperation';

/** The 2-D convolution: x, filter. */
export const Conv2D = convolutionForward(convolution2DNames);
