import type { OptimizerDefinition } from './definition';

/**
 * a ← a + g²; w ← w − rate·g/√(a + ε). Composed: TensorFlow's operation has the ε outside the root.
 */
export const Adagrad: OptimizerDefinition = {
  name: 'Adagrad',
  slots: (args) => [{ name: 'accumulator', initial: args.number('initial_accumulator_value') }],
  compose({ math, args, rate }, { value, gradient, slot }) {
    const accumulator = math.add(slot('accumulator'), math.apply('Square', gradient));
    const root = math.apply('Sqrt', math.add(accumulator, args.number('epsilon')));
    return { value: math.subtract(value, math.divide(math.multiply(gradient, rate), root)), slots: { accumulator } };
  },
};
