import { sourceOperation } from './sourceOperation';

/** The variable `names[0]` as it was when the function was called. */
export const ReadVariableOp = sourceOperation('ReadVariableOp');
