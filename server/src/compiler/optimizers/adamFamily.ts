import type { OptimizerDefinition } from './definition';
import { movedMoment } from './runningMean';

/**
 * m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); w ← w − rate·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε); with amsgrad the
 * greatest v so far in the root. AdamW differs by its default weight decay alone, which the update applies.
 */
export function adamFamily(name: string): OptimizerDefinition {
  return {
    name,
    slots(args) {
      const slots = [
        { name: 'momentum', initial: 0 },
        { name: 'velocity', initial: 0 },
      ];
      return args.flag('amsgrad') ? [...slots, { name: 'velocity_hat', initial: 0 }] : slots;
    },
    compose({ math, args, rate, iteration }, { value, gradient, slot }) {
      const [beta1, beta2] = [args.number('beta_1'), args.number('beta_2')];
      const correction = math.apply('Sqrt', math.subtract(1, math.power(beta2, iteration)));
      const alpha = math.divide(math.multiply(rate, correction), math.subtract(1, math.power(beta1, iteration)));
      const momentum = movedMoment(math, slot('momentum'), gradient, beta1);
      const velocity = movedMoment(math, slot('velocity'), math.apply('Square', gradient), beta2);
      const greatest = args.flag('amsgrad') ? math.maximum(slot('velocity_hat'), velocity) : undefined;
      const root = math.add(math.apply('Sqrt', greatest ?? velocity), args.number('epsilon'));
      return {
        value: math.subtract(value, math.divide(math.multiply(momentum, alpha), root)),
        slots: { momentum, velocity, ...(greatest && { velocity_hat: greatest }) },
      };
    },
    fuse({ math, args, rate, iteration }, { gradient }) {
      if (args.flag('amsgrad')) return undefined;
      const [beta1, beta2] = [args.number('beta_1'), args.number('beta_2')];
      return {
        op: 'ResourceApplyAdam',
        slots: ['momentum', 'velocity'],
        inputs: [math.power(beta1, iteration), math.power(beta2, iteration), rate, gradient],
        attributes: { beta1, beta2, epsilon: args.number('epsilon') },
      };
    },
  };
}
