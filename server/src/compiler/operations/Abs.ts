import { unary } from './elementwise';

/** |x|; the gradient at 0 is 0. */
export const Abs = unary('Abs', Math.abs, (builder, { x, dy }) =>
  builder.apply('Mul', [dy, builder.apply('Sign', [x])]),
);
