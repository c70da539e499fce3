import { unary } from './elementwise';

/** x / (1 + |x|); its gradient is 1 / (1 + |x|)². */
export const Softsign = unary(
  'Softsign',
  (x) => x / (1 + Math.abs(x)),
  (builder, { x, dy }) => {
    const divisor = builder.apply('AddV2', [builder.apply('Abs', [x]), builder.constant(1)]);
    return builder.apply('RealDiv', [dy, builder.apply('Square', [divisor])]);
  },
);
