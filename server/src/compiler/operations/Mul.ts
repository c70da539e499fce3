import { binary } from './elementwise';

/** a · b, broadcast. */
export const Mul = binary(
  'Mul',
  (a, b) => a * b,
  (builder, { a, b, dy }) => [builder.apply('Mul', [dy, b]), builder.apply('Mul', [dy, a])],
);
