import { unary } from './elementwise';

/** The fixed point constants of Klambauer et al., 2017, as TensorFlow has them. */
const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

/** scale·x, or scale·alpha·(eˣ − 1) where x is negative; its gradient there is y + scale·alpha. */
export const Selu = unary(
  'Selu',
  (x) => (x > 0 ? scale * x : scale * alpha * Math.expm1(x)),
  (builder, { y, dy }) => {
    const positive = builder.apply('Greater', [y, builder.constant(0)]);
    const slope = builder.apply('SelectV2', [
      positive,
      builder.constant(scale),
      builder.apply('AddV2', [y, builder.constant(scale * alpha)]),
    ]);
    return builder.apply('Mul', [dy, slope]);
  },
);
