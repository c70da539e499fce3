import { sourceOperation } from './sourceOperation';

/** The feed `names[0]`. */
export const Placeholder = sourceOperation('Placeholder');
