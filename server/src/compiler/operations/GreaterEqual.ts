import { binary } from './elementwise';

/** A bool: a ≥ b, broadcast. */
export const GreaterEqual = binary('GreaterEqual', (a, b) => (a >= b ? 1 : 0), undefined, 'bool');
