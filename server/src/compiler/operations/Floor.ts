import { unary } from './elementwise';

/** The greatest whole number not above x. */
export const Floor = unary('Floor', Math.floor);
