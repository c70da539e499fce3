import { unary } from './elementwise';

/** The natural logarithm. */
export const Log = unary('Log', Math.log, (builder, { x, dy }) => builder.apply('RealDiv', [dy, x]));
