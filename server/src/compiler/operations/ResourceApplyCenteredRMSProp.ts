import { numberAttribute } from './attributes';
import { updateOperation } from './updateOperation';

/** Variables [w, mg, ms, mom], inputs rate, gradient, attributes rho, momentum, epsilon:
 * mg ← ρ·mg + (1 − ρ)·g; ms ← ρ·ms + (1 − ρ)·g²; mom ← momentum·mom + rate·g/√(ms − mg² + ε); w ← w − mom. */
export const ResourceApplyCenteredRMSProp = updateOperation('ResourceApplyCenteredRMSProp', (place, attributes) => {
  const rho = numberAttribute(attributes, 'rho');
  const gradient = place.input(1);
  const mean = rho * place.get(1) + (1 - rho) * gradient;
  const meanSquare = rho * place.get(2) + (1 - rho) * gradient ** 2;
  const deviation = Math.sqrt(meanSquare - mean ** 2 + numberAttribute(attributes, 'epsilon'));
  const momentum = numberAttribute(attributes, 'momentum') * place.get(3) + (place.input(0) * gradient) / deviation;
  place.set(1, mean);
  place.set(2, meanSquare);
  place.set(3, momentum);
  place.set(0, place.get(0) - momentum);
});
