import { binary } from './elementwise';

/** A bool: a ≠ b, broadcast. */
export const NotEqual = binary('NotEqual', (a, b) => (a !== b ? 1 : 0), undefined, 'bool');
