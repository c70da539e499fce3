import type { Value } from '../../language/layers/lowering';
import type { OptimizerDefinition, OptimizerStep } from './definition';
import { movedMoment } from './runningMean';

/**
 * Adam with Nesterov momentum (Dozat, 2016): uₜ = β₁(1 − ½·0.96ᵗ), the product of all uₜ is a counter;
 * m̂ = uₜ₊₁·m/(1 − Πuₜ₊₁) + (1 − uₜ)·g/(1 − Πuₜ); v̂ = v/(1 − β₂ᵗ); w ← w − rate·m̂/(√v̂ + ε).
 */
export const Nadam: OptimizerDefinition = {
  name: 'Nadam',
  slots: () => [
    { name: 'momentum', initial: 0 },
    { name: 'velocity', initial: 0 },
  ],
  counters: [{ name: 'u_product', initial: 1 }],
  advance: (step) => ({ u_product: step.math.multiply(step.counter('u_product'), scheduled(step, step.iteration)) }),
  compose(step, { value, gradient, slot }) {
    const { math, args, rate, iteration } = step;
    const [u, nextU] = [scheduled(step, iteration), scheduled(step, math.add(iteration, 1))];
    const product = step.counter('u_product');
    const momentum = movedMoment(math, slot('momentum'), gradient, args.number('beta_1'));
    const velocity = movedMoment(math, slot('velocity'), math.apply('Square', gradient), args.number('beta_2'));
    // √(v/c) + ε is (√v + ε√c)/√c: all factors are scalars, so that few operations go over whole weights.
    const correction = math.apply('Sqrt', math.subtract(1, math.power(args.number('beta_2'), iteration)));
    const scale = math.multiply(rate, correction);
    const ahead = math.divide(math.multiply(scale, nextU), math.subtract(1, math.multiply(product, nextU)));
    const now = math.divide(math.multiply(scale, math.subtract(1, u)), math.subtract(1, product));
    const moved = math.add(math.multiply(momentum, ahead), math.multiply(gradient, now));
    const root = math.add(math.apply('Sqrt', velocity), math.multiply(correction, args.number('epsilon')));
    return {
      value: math.subtract(value, math.divide(moved, root)),
      slots: { momentum, velocity },
    };
  },
};

/** β₁(1 − ½·0.96ᵗ). */
function scheduled({ math, args }: OptimizerStep, t: Value): Value {
  return math.multiply(math.subtract(1, math.multiply(math.power(0.96, t), 0.5)), args.number('beta_1'));
}
