import { updateOperation } from './updateOperation';

/** variable ← variable − value. */
export const AssignSubVariableOp = updateOperation('AssignSubVariableOp', (place) =>
  place.set(0, place.get(0) - place.input(0)),
);
