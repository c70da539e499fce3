import { unary } from './elementwise';

/** −1, 0 or 1. */
export const Sign = unary('Sign', Math.sign);
