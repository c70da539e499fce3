import { transposedConvolution } from './transposedConvolution';

export const Conv2DTranspose = transposedConvolution(2);
