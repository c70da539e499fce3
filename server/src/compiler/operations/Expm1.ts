import { unary } from './elementwise';

/** eˣ − 1, exact near 0. */
export const Expm1 = unary('Expm1', Math.expm1, (builder, { y, dy }) =>
  builder.apply('Mul', [dy, builder.apply('AddV2', [y, builder.constant(1)])]),
);
