import type { OptimizerDefinition } from './definition';
import { movedMoment } from './runningMean';

/** Adam with the infinity norm: u ← max(β₂·u, |g|); w ← w − rate·m/((1 − β₁ᵗ)(u + ε)). */
export const Adamax: OptimizerDefinition = {
  name: 'Adamax',
  slots: () => [
    { name: 'momentum', initial: 0 },
    { name: 'norm', initial: 0 },
  ],
  compose({ math, args, rate, iteration }, { value, gradient, slot }) {
    const momentum = movedMoment(math, slot('momentum'), gradient, args.number('beta_1'));
    const norm = math.maximum(math.multiply(slot('norm'), args.number('beta_2')), math.apply('Abs', gradient));
    const correction = math.subtract(1, math.power(args.number('beta_1'), iteration));
    const divisor = math.multiply(math.add(norm, args.number('epsilon')), correction);
    return {
      value: math.subtract(value, math.divide(math.multiply(momentum, rate), divisor)),
      slots: { momentum, norm },
    };
  },
  fuse({ math, args, rate, iteration }, { gradient }) {
    const beta1 = args.number('beta_1');
    return {
      op: 'ResourceApplyAdaMax',
      slots: ['momentum', 'norm'],
      inputs: [math.power(beta1, iteration), rate, gradient],
      attributes: { beta1, beta2: args.number('beta_2'), epsilon: args.number('epsilon') },
    };
  },
};
