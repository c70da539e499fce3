import { binary } from './elementwise';

/** a − b, broadcast. */
export const Sub = binary(
  'Sub',
  (a, b) => a - b,
  (builder, { dy }) => [dy, builder.apply('Neg', [dy])],
);
