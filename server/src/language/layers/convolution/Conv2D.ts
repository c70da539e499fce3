import { convolution } from './convolution';

export const Conv2D = convolution(2, 'Slides filters over an image: a learned weighted sum of each window.');
