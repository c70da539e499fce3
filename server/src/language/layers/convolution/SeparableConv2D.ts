import { separableConvolution } from './separableConvolution';

export const SeparableConv2D = separableConvolution(2);
