import { unary } from './elementwise';

/** True where the bool x is false. */
export const LogicalNot = unary('LogicalNot', (x) => (x === 0 ? 1 : 0));
