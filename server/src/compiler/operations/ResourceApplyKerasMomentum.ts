import { flagAttribute, numberAttribute } from './attributes';
import { updateOperation } from './updateOperation';

/** Variables [w, v], inputs rate, gradient, attributes momentum, use_nesterov:
 * v ← momentum·v − rate·g; w ← w + v, or with Nesterov w + momentum·v − rate·g. */
export const ResourceApplyKerasMomentum = updateOperation('ResourceApplyKerasMomentum', (place, attributes) => {
  const momentum = numberAttribute(attributes, 'momentum');
  const step = place.input(0) * place.input(1);
  const velocity = momentum * place.get(1) - step;
  place.set(1, velocity);
  place.set(0, place.get(0) + (flagAttribute(attributes, 'use_nesterov') ? momentum * velocity - step : velocity));
});
