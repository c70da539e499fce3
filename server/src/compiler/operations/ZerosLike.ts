import { unary } from './elementwise';

/** Zeros of the shape and type of x. */
export const ZerosLike = unary('ZerosLike', () => 0);
