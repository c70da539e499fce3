import type { ConvolutionNames } from './convolutionOperation';

export const convolution3DNames: ConvolutionNames = {
  rank: 3,
  forward: 'Conv3D',
  backInput: 'Conv3DBackpropInputV2',
  backFilter: 'Conv3DBackpropFilterV2',
};
