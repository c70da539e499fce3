import { erf } from '../reference/erf';
import { unary } from './elementwise';

/** The error function; its gradient is 2/√π · e^(−x²). */
export const Erf = unary('Erf', erf, (builder, { x, dy }) => {
  const bell = builder.apply('Exp', [builder.apply('Neg', [builder.apply('Square', [x])])]);
  return builder.apply('Mul', [dy, builder.apply('Mul', [bell, builder.constant(2 / Math.sqrt(Math.PI))])]);
});
