import { binary } from './elementwise';

/** The lesser; equal values send the gradient to a. */
export const Minimum = binary('Minimum', Math.min, (builder, { a, b, dy }) => {
  const first = builder.apply('LessEqual', [a, b]);
  const zero = builder.apply('ZerosLike', [dy]);
  return [builder.apply('SelectV2', [first, dy, zero]), builder.apply('SelectV2', [first, zero, dy])];
});
