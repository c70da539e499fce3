import { binary } from './elementwise';

/** a / b, broadcast. */
export const RealDiv = binary(
  'RealDiv',
  (a, b) => a / b,
  (builder, { b, y, dy }) => {
    const da = builder.apply('RealDiv', [dy, b]);
    return [da, builder.apply('Neg', [builder.apply('Mul', [da, y])])];
  },
);
