import { transposedConvolution } from './transposedConvolution';

export const Conv1DTranspose = transposedConvolution(1);
