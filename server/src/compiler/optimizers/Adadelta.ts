import type { OptimizerDefinition } from './definition';
import { decayedMean } from './runningMean';

/** a ← ρ·a + (1 − ρ)·g²; Δ = √(d + ε)/√(a + ε)·g; d ← ρ·d + (1 − ρ)·Δ²; w ← w − rate·Δ. */
export const Adadelta: OptimizerDefinition = {
  name: 'Adadelta',
  slots: () => [
    { name: 'accumulated_gradient', initial: 0 },
    { name: 'accumulated_delta', initial: 0 },
  ],
  compose({ math, args, rate }, { value, gradient, slot }) {
    const rho = args.number('rho');
    const root = (x: typeof value) => math.apply('Sqrt', math.add(x, args.number('epsilon')));
    const accumulated = decayedMean(math, slot('accumulated_gradient'), math.apply('Square', gradient), rho);
    const delta = math.divide(math.multiply(root(slot('accumulated_delta')), gradient), root(accumulated));
    const deltas = decayedMean(math, slot('accumulated_delta'), math.apply('Square', delta), rho);
    return {
      value: math.subtract(value, math.multiply(delta, rate)),
      slots: { accumulated_gradient: accumulated, accumulated_delta: deltas },
    };
  },
  fuse({ args, rate }, { gradient }) {
    return {
      op: 'ResourceApplyAdadelta',
      slots: ['accumulated_gradient', 'accumulated_delta'],
      inputs: [rate, gradient],
      attributes: { rho: args.number('rho'), epsilon: args.number('epsilon') },
    };
  },
};
