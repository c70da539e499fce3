import { binary } from './elementwise';

/** Both bools are true, broadcast. */
export const LogicalAnd = binary('LogicalAnd', (a, b) => (a !== 0 && b !== 0 ? 1 : 0));
