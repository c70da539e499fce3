import { numberAttribute } from './attributes';
import { updateOperation } from './updateOperation';

/** Variables [w, m, u], inputs beta1_power (β₁ᵗ), rate, gradient, attributes beta1, beta2, epsilon:
 * m ← m + (1 − β₁)(g − m); u ← max(β₂·u, |g|); w ← w − rate/(1 − β₁ᵗ) · m/(u + ε). */
export const ResourceApplyAdaMax = updateOperation('ResourceApplyAdaMax', (place, attributes) => {
  const gradient = place.input(2);
  const m = place.get(1) + (gradient - place.get(1)) * (1 - numberAttribute(attributes, 'beta1'));
  const u = Math.max(numberAttribute(attributes, 'beta2') * place.get(2), Math.abs(gradient));
  place.set(1, m);
  place.set(2, u);
  place.set(
    0,
    place.get(0) - ((place.input(1) / (1 - place.input(0))) * m) / (u + numberAttribute(attributes, 'epsilon')),
  );
});
