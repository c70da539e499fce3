import { binary } from './elementwise';

/** The gradient of Relu6: dy where 0 < y < 6, else 0. Inputs dy, y. */
export const Relu6Grad = binary('Relu6Grad', (dy, y) => (y > 0 && y < 6 ? dy : 0));
