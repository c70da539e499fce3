import { sourceOperation } from './sourceOperation';

/** The `values` of the operation, row-major, float32 or int32. */
export const Const = sourceOperation('Const');
