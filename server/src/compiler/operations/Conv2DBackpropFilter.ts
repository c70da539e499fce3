import { convolution2DNames } from './convolution2DNames';
import { convolutionBackFilter } from './convolutionOperation';

/** The gradient of a 2-D convolution's filter: x, dy. */
export const Conv2DBackpropFilter = convolutionBackFilter(convolution2DNames);
