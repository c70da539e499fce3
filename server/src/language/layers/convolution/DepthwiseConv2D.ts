import { depthwiseConvolution } from './depthwiseConvolution';

export const DepthwiseConv2D = depthwiseConvolution(2);
