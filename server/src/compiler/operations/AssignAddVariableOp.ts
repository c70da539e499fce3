import { updateOperation } from './updateOperation';

/** variable ← variable + value. */
export const AssignAddVariableOp = updateOperation('AssignAddVariableOp', (place) =>
  place.set(0, place.get(0) + place.input(0)),
);
