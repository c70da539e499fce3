import { unary } from './elementwise';

/** x². */
export const Square = unary(
  'Square',
  (x) => x * x,
  (builder, { x, dy }) => builder.apply('Mul', [dy, builder.apply('Mul', [x, builder.constant(2)])]),
);
