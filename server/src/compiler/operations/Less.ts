import { binary } from './elementwise';

/** A bool: a < b, broadcast. */
export const Less = binary('Less', (a, b) => (a < b ? 1 : 0), undefined, 'bool');
