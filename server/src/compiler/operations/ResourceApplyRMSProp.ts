import { numberAttribute } from './attributes';
import { updateOperation } from './updateOperation';

/** Variables [w, ms, mom], inputs rate, gradient, attributes rho, momentum, epsilon:
 * ms ← ρ·ms + (1 − ρ)·g²; mom ← momentum·mom + rate·g/√(ms + ε); w ← w − mom. */
export const ResourceApplyRMSProp = updateOperation('ResourceApplyRMSProp', (place, attributes) => {
  const rho = numberAttribute(attributes, 'rho');
  const gradient = place.input(1);
  const meanSquare = rho * place.get(1) + (1 - rho) * gradient ** 2;
  const step = (place.input(0) * gradient) / Math.sqrt(meanSquare + numberAttribute(attributes, 'epsilon'));
  const momentum = numberAttribute(attributes, 'momentum') * place.get(2) + step;
  place.set(1, meanSquare);
  place.set(2, momentum);
  place.set(0, place.get(0) - momentum);
});
