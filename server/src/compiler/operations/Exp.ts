import { unary } from './elementwise';

/** eˣ. */
export const Exp = unary('Exp', Math.exp, (builder, { y, dy }) => builder.apply('Mul', [dy, y]));
