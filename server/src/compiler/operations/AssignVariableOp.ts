import { updateOperation } from './updateOperation';

/** variable ← value. */
export const AssignVariableOp = updateOperation('AssignVariableOp', (place) => place.set(0, place.input(0)));
