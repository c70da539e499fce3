import type { OptimizerDefinition } from './definition';

/** w ← w − rate·g; with momentum v ← momentum·v − rate·g, w ← w + v, or with Nesterov w + momentum·v − rate·g. */
export const SGD: OptimizerDefinition = {
  name: 'SGD',
  slots: (args) => (args.number('momentum') === 0 ? [] : [{ name: 'momentum', initial: 0 }]),
  compose({ math, args, rate }, { value, gradient, slot }) {
    const momentum = args.number('momentum');
    const step = math.multiply(gradient, rate);
    if (momentum === 0) return { value: math.subtract(value, step), slots: {} };
    const velocity = math.subtract(math.multiply(slot('momentum'), momentum), step);
    const change = args.flag('nesterov') ? math.subtract(math.multiply(velocity, momentum), step) : velocity;
    return { value: math.add(value, change), slots: { momentum: velocity } };
  },
  fuse({ args, rate }, { gradient }) {
    const momentum = args.number('momentum');
    const inputs = [rate, gradient];
    if (momentum === 0) return { op: 'ResourceApplyGradientDescent', slots: [], inputs, attributes: {} };
    const attributes = { momentum, use_nesterov: args.flag('nesterov') };
    return { op: 'ResourceApplyKerasMomentum', slots: ['momentum'], inputs, attributes };
  },
};
