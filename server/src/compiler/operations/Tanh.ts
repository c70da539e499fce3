import { unary } from './elementwise';

/** The hyperbolic tangent; its gradient is 1 − y². */
export const Tanh = unary('Tanh', Math.tanh, (builder, { y, dy }) =>
  builder.apply('Mul', [dy, builder.apply('Sub', [builder.constant(1), builder.apply('Square', [y])])]),
);
