import { reduction } from './reduction';

/**
 * The product over `axes`. Its gradient is the product of the other elements, exact where there are zeros:
 * one zero takes all of it, two make it vanish.
 */
export const Prod = reduction('Prod', { start: 1, step: (total, x) => total * x }, (builder, { x, dy, axes }) => {
  const one = builder.constant(1);
  const isZero = builder.apply('Equal', [x, builder.constant(0)]);
  const safe = builder.apply('SelectV2', [isZero, one, x]);
  const product = builder.apply('Prod', [safe], { axes, keep_dims: true });
  const zeros = builder.apply('Sum', [builder.apply('Cast', [isZero], { dtype: 'float32' })], {
    axes,
    keep_dims: true,
  });
  const scaled = builder.apply('Mul', [dy, product]);
  const nothing = builder.apply('ZerosLike', [scaled]);
  const whenNone = builder.apply('SelectV2', [builder.apply('Equal', [zeros, builder.constant(0)]), scaled, nothing]);
  const whenOne = builder.apply('SelectV2', [builder.apply('Equal', [zeros, one]), scaled, nothing]);
  return builder.apply('SelectV2', [isZero, whenOne, builder.apply('RealDiv', [whenNone, safe])]);
});
