import { numberAttribute } from './attributes';
import { updateOperation } from './updateOperation';

/** Variables [w, a, d], inputs rate, gradient, attributes rho, epsilon:
 * a ← ρ·a + (1 − ρ)·g²; Δ = √(d + ε)/√(a + ε) · g; d ← ρ·d + (1 − ρ)·Δ²; w ← w − rate·Δ. */
export const ResourceApplyAdadelta = updateOperation('ResourceApplyAdadelta', (place, attributes) => {
  const rho = numberAttribute(attributes, 'rho');
  const epsilon = numberAttribute(attributes, 'epsilon');
  const gradient = place.input(1);
  const accumulated = rho * place.get(1) + (1 - rho) * gradient ** 2;
  const delta = (Math.sqrt(place.get(2) + epsilon) / Math.sqrt(accumulated + epsilon)) * gradient;
  place.set(1, accumulated);
  place.set(2, rho * place.get(2) + (1 - rho) * delta ** 2);
  place.set(0, place.get(0) - place.input(0) * delta);
});
