import { separableConvolution } from './separableConvolution';

export const SeparableConv1D = separableConvolution(1);
