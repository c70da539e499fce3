import { binary } from './elementwise';

/** The gradient of Relu: dy where y > 0, else 0. Inputs dy, y. */
export const ReluGrad = binary('ReluGrad', (dy, y) => (y > 0 ? dy : 0));
