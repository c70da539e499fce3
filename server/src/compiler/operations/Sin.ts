import { unary } from './elementwise';

/** The sine, x in radians. */
export const Sin = unary('Sin', Math.sin, (builder, { x, dy }) =>
  builder.apply('Mul', [dy, builder.apply('Cos', [x])]),
);
