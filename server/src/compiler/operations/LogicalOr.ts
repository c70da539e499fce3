import { binary } from './elementwise';

/** One of the bools is true, broadcast. */
export const LogicalOr = binary('LogicalOr', (a, b) => (a !== 0 || b !== 0 ? 1 : 0));
