import { convolution3DNames } from './convolution3DNames';
import { convolutionBackFilter } from './convolutionOperation';

/** The gradient of a 3-D convolution's filter: x, dy. */
export const Conv3DBackpropFilterV2 = convolutionBackFilter(convolution3DNames);
