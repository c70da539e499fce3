import { unary } from './elementwise';

/** min(max(x, 0), 6); its gradient is `Relu6Grad`. */
export const Relu6 = unary(
  'Relu6',
  (x) => Math.min(Math.max(x, 0), 6),
  (builder, { y, dy }) => builder.apply('Relu6Grad', [dy, y]),
);
