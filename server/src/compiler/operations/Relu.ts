import { unary } from './elementwise';

/** max(x, 0); its gradient is `ReluGrad`. */
export const Relu = unary(
  'Relu',
  (x) => Math.max(x, 0),
  (builder, { y, dy }) => builder.apply('ReluGrad', [dy, y]),
);
