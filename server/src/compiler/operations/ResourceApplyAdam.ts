import { numberAttribute } from './attributes';
import { updateOperation } from './updateOperation';

/** Variables [w, m, v], inputs beta1_power (β₁ᵗ), beta2_power (β₂ᵗ), rate, gradient, attributes beta1, beta2, epsilon:
 * m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); w ← w − rate·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε). */
export const ResourceApplyAdam = updateOperation('ResourceApplyAdam', (place, attributes) => {
  const rate = (place.input(2) * Math.sqrt(1 - place.input(1))) / (1 - place.input(0));
  const gradient = place.input(3);
  const m = place.get(1) + (gradient - place.get(1)) * (1 - numberAttribute(attributes, 'beta1'));
  const v = place.get(2) + (gradient ** 2 - place.get(2)) * (1 - numberAttribute(attributes, 'beta2'));
  place.set(1, m);
  place.set(2, v);
  place.set(0, place.get(0) - (rate * m) / (Math.sqrt(v) + numberAttribute(attributes, 'epsilon')));
});
