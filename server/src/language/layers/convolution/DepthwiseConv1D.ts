import { depthwiseConvolution } from './depthwiseConvolution';

export const DepthwiseConv1D = depthwiseConvolution(1);
