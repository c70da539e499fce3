import { convolution3DNames } from './convolution3DNames';
import { convolutionBackInput } from './convolutionOperation';

/** The gradient of a 3-D convolution's input, and the transposed convolution: filter, dy. */
export const Conv3DBackpropInputV2 = convolutionBackInput(convolution3DNames);
