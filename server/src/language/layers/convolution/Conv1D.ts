import { convolution } from './convolution';

export const Conv1D = convolution(1, 'Slides filters along a sequence: a learned weighted sum of each window.');
