import { unary } from './elementwise';

/** 1 / (1 + e⁻ˣ); its gradient is y·(1 − y). */
export const Sigmoid = unary(
  'Sigmoid',
  (x) => 1 / (1 + Math.exp(-x)),
  (builder, { y, dy }) =>
    builder.apply('Mul', [dy, builder.apply('Mul', [y, builder.apply('Sub', [builder.constant(1), y])])]),
);
