import { updateOperation } from './updateOperation';

/** Variables [w], inputs rate, gradient: w ← w − rate·g. */
export const ResourceApplyGradientDescent = updateOperation('ResourceApplyGradientDescent', (place) =>
  place.set(0, place.get(0) - place.input(0) * place.input(1)),
);
