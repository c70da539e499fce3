import { elementCount, formatShape, type Shape } from '../../model/shape';
import type { LayerArguments, LayerDefinition } from '../definition';
import { sizesOf } from '../readers';
import { multiply, subtract } from '../shared/arithmetic';
import { argumentProblem, gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { constraint, initializer, parameter, regularizer } from '../shared/parameters';
import { trainableWeight } from '../shared/weights';

/** keras/src/layers/activations/prelu.py */
export const PReLU: LayerDefinition = {
  name: 'PReLU',
  aliases: ['prelu'],
  category: 'activation',
  summary: 'A ReLU whose slope below zero is learned, one for each place unless axes share it.',
  kerasName: 'p_re_lu',
  parameters: [
    initializer('alpha', 'zeros'),
    regularizer('alpha'),
    constraint('alpha'),
    parameter(
      'shared_axes',
      { kind: 'axes', optional: true },
      null,
      'Axes along which one slope is shared, the batch counted as 0: [1, 2] in images.',
    ),
  ],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => {
    const wrong = sizesOf(args, 'shared_axes')?.find((axis) => axis < 1 || axis > input.length);
    if (wrong === undefined) return gives(input);
    return argumentProblem(
      `PReLU's shared axis ${wrong} is outside ${formatShape(input)} (1 to ${input.length})`,
      'shared_axes',
      [{ kind: 'remove', argument: 'shared_axes' }],
    );
  },
  weights: ([input = []], args) => [trainableWeight('alpha', slopes(input, args), args)],
  parameterFormula: ([input = []], args) =>
    slopes(input, args)
      .map((size) => size ?? '?')
      .join('·'),
  macs: ([input = []]) => elementCount(input),
  lower: (context, inputs) => {
    const input = onlyInput(inputs);
    const negative = context.apply('Relu', [context.apply('Neg', [input])]);
    return subtract(context, context.apply('Relu', [input]), multiply(context, negative, context.weight('alpha')));
  },
};

function slopes(input: Shape, args: LayerArguments): Shape {
  const shared = sizesOf(args, 'shared_axes') ?? [];
  return input.map((size, index) => (shared.includes(index + 1) ? 1 : size));
}
