import { binary } from './elementwise';

/** The greater; equal values send the gradient to a. */
export const Maximum = binary('Maximum', Math.max, (builder, { a, b, dy }) => {
  const first = builder.apply('GreaterEqual', [a, b]);
  const zero = builder.apply('ZerosLike', [dy]);
  return [builder.apply('SelectV2', [first, dy, zero]), builder.apply('SelectV2', [first, zero, dy])];
});
