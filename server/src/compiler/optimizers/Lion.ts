import type { OptimizerDefinition } from './definition';
import { decayedMean } from './runningMean';

/** w ← w − rate·sign(β₁·m + (1 − β₁)·g); m ← β₂·m + (1 − β₂)·g (Chen et al., 2023). */
export const Lion: OptimizerDefinition = {
  name: 'Lion',
  slots: () => [{ name: 'momentum', initial: 0 }],
  compose({ math, args, rate }, { value, gradient, slot }) {
    const direction = math.apply('Sign', decayedMean(math, slot('momentum'), gradient, args.number('beta_1')));
    const momentum = decayedMean(math, slot('momentum'), gradient, args.number('beta_2'));
    return { value: math.subtract(value, math.multiply(direction, rate)), slots: { momentum } };
  },
};
