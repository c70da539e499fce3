import { transposedConvolution } from './transposedConvolution';

export const Conv3DTranspose = transposedConvolution(3);
