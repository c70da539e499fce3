import { unary } from './elementwise';

/** ln(1 + x), exact near 0. */
export const Log1p = unary('Log1p', Math.log1p, (builder, { x, dy }) =>
  builder.apply('RealDiv', [dy, builder.apply('AddV2', [x, builder.constant(1)])]),
);
