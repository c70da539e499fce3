import { binary } from './elementwise';

/** A bool: a ≤ b, broadcast. */
export const LessEqual = binary('LessEqual', (a, b) => (a <= b ? 1 : 0), undefined, 'bool');
