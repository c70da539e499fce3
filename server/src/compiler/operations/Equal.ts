import { binary } from './elementwise';

/** A bool: a = b, broadcast. */
export const Equal = binary('Equal', (a, b) => (a === b ? 1 : 0), undefined, 'bool');
