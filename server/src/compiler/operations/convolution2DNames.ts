import type { ConvolutionNames } from './convolutionOperation';

export const convolution2DNames: ConvolutionNames = {
  rank: 2,
  forward: 'Conv2D',
  backInput: 'Conv2DBackpropInput',
  backFilter: 'Conv2DBackpropFilter',
};
