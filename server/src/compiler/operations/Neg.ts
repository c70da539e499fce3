import { unary } from './elementwise';

/** −x. */
export const Neg = unary(
  'Neg',
  (x) => -x,
  (builder, { dy }) => builder.apply('Neg', [dy]),
);
