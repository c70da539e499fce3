import { unary } from './elementwise';

/** ln(1 + eˣ) without overflow; its gradient is the sigmoid. */
export const Softplus = unary(
  'Softplus',
  (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  (builder, { x, dy }) => builder.apply('Mul', [dy, builder.apply('Sigmoid', [x])]),
);
