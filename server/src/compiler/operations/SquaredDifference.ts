import { binary } from './elementwise';

/** (a − b)², broadcast. */
export const SquaredDifference = binary(
  'SquaredDifference',
  (a, b) => (a - b) ** 2,
  (builder, { a, b, dy }) => {
    const difference = builder.apply('Sub', [a, b]);
    const da = builder.apply('Mul', [dy, builder.apply('Mul', [difference, builder.constant(2)])]);
    return [da, builder.apply('Neg', [da])];
  },
);
