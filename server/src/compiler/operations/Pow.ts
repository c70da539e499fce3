import { binary } from './elementwise';

/** aᵇ, broadcast; the gradient of the exponent is 0 where a is not positive, as in TensorFlow. */
export const Pow = binary(
  'Pow',
  (a, b) => a ** b,
  (builder, { a, b, y, dy }) => {
    const one = builder.constant(1);
    const lower = builder.apply('Pow', [a, builder.apply('Sub', [b, one])]);
    const da = builder.apply('Mul', [dy, builder.apply('Mul', [b, lower])]);
    const positive = builder.apply('Greater', [a, builder.constant(0)]);
    const log = builder.apply('Log', [builder.apply('SelectV2', [positive, a, one])]);
    return [da, builder.apply('Mul', [dy, builder.apply('Mul', [y, log])])];
  },
);
