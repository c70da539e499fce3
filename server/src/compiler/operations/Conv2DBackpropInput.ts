import { convolution2DNames } from './convolution2DNames';
import { convolutionBackInput } from './convolutionOperation';

/** The gradient of a 2-D convolution's input, and the transposed convolution: filter, dy. */
export const Conv2DBackpropInput = convolutionBackInput(convolution2DNames);
