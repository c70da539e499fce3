import { convolution } from './convolution';

export const Conv3D = convolution(3, 'Slides filters through a volume: a learned weighted sum of each window.');
