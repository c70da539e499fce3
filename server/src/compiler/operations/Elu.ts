import { unary } from './elementwise';

/** x, or eˣ − 1 where x is negative; its gradient there is y + 1. */
export const Elu = unary(
  'Elu',
  (x) => (x > 0 ? x : Math.expm1(x)),
  (builder, { y, dy }) => {
    const positive = builder.apply('Greater', [y, builder.constant(0)]);
    const slope = builder.apply('AddV2', [y, builder.constant(1)]);
    return builder.apply('SelectV2', [positive, dy, builder.apply('Mul', [dy, slope])]);
  },
);
