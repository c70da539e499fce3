import { unary } from './elementwise';

/** The cosine, x in radians. */
export const Cos = unary('Cos', Math.cos, (builder, { x, dy }) =>
  builder.apply('Neg', [builder.apply('Mul', [dy, builder.apply('Sin', [x])])]),
);
