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
    const ahead = math.divide(math.multiply(momentum, nextU), math.subtract(1, math.multiply(product, nextU)));
    const now = math.divide(math.multiply(gradient, math.subtract(1, u)), math.subtract(1, product));
    const corrected = math.divide(velocity, math.subtract(1, math.power(args.number('beta_2'), iteration)));
    const root = math.add(math.apply('Sqrt', corrected), args.number('epsilon'));
    return {
      value: math.subtract(value, math.divide(math.multiply(math.add(ahead, now), rate), root)),
      slots: { momentum, velocity },
    };
  },
};

/** β₁(1 − ½·0.96ᵗ). */
function scheduled({ math, args }: OptimizerStep, t: Value): Value {
  return math.multiply(math.subtract(1, math.multiply(math.power(0.96, t), 0.5)), args.number('beta_1'));
}
