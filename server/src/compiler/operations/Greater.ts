import { binary } from './elementwise';

/** A bool: a > b, broadcast. */
export const Greater = binary('Greater', (a, b) => (a > b ? 1 : 0), undefined, 'bool');
