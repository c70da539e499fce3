import { unary } from './elementwise';

/** √x. */
export const Sqrt = unary('Sqrt', Math.sqrt, (builder, { y, dy }) =>
  builder.apply('RealDiv', [builder.apply('Mul', [dy, builder.constant(0.5)]), y]),
);
