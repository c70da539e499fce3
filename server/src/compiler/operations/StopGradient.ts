import { unary } from './elementwise';

/** x itself, with no gradient. */
export const StopGradient = unary('StopGradient', (x) => x);
