import { unary } from './elementwise';

/** A bool: neither NaN nor infinite. */
export const IsFinite = unary('IsFinite', (x) => (Number.isFinite(x) ? 1 : 0), undefined, 'bool');
