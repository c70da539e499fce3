import type { OptimizerDefinition } from './definition';
import { decayedMean } from './runningMean';

/**
 * v ← ρ·v + (1 − ρ)·g²; m ← momentum·m + rate·g/√(v + ε); w ← w − m. Centered: a ← ρ·a + (1 − ρ)·g and v − a² in the
 * root. The momentum slot is there without momentum too, as TensorFlow's operation needs it.
 */
export const RMSprop: OptimizerDefinition = {
  name: 'RMSprop',
  slots(args) {
    const slots = [
      { name: 'velocity', initial: 0 },
      { name: 'momentum', initial: 0 },
    ];
    return args.flag('centered') ? [...slots, { name: 'average_gradient', initial: 0 }] : slots;
  },
  compose({ math, args, rate }, { value, gradient, slot }) {
    const rho = args.number('rho');
    const velocity = decayedMean(math, slot('velocity'), math.apply('Square', gradient), rho);
    const average = args.flag('centered') ? decayedMean(math, slot('average_gradient'), gradient, rho) : undefined;
    const variance = average === undefined ? velocity : math.subtract(velocity, math.apply('Square', average));
    const root = math.apply('Sqrt', math.add(variance, args.number('epsilon')));
    const step = math.divide(math.multiply(gradient, rate), root);
    const momentum = math.add(math.multiply(slot('momentum'), args.number('momentum')), step);
    return {
      value: math.subtract(value, momentum),
      slots: { velocity, momentum, ...(average && { average_gradient: average }) },
    };
  },
  fuse({ args, rate }, { gradient }) {
    const attributes = { rho: args.number('rho'), momentum: args.number('momentum'), epsilon: args.number('epsilon') };
    const inputs = [rate, gradient];
    return args.flag('centered')
      ? { op: 'ResourceApplyCenteredRMSProp', slots: ['average_gradient', 'velocity', 'momentum'], inputs, attributes }
      : { op: 'ResourceApplyRMSProp', slots: ['velocity', 'momentum'], inputs, attributes };
  },
};
