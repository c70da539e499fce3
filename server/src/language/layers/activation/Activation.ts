import type { LayerDefinition } from '../definition';
import { functionOf } from '../readers';
import { sameShape } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';

export const Activation: LayerDefinition = {
  name: 'Activation',
  aliases: [],
  category: 'activation',
  summary: 'Applies an activation function to each value.',
  parameters: [{ name: 'activation', type: { kind: 'activation' }, summary: 'The function: relu, tanh, gelu, ….' }],
  inputs: { min: 1, max: 1 },
  inferShape: sameShape,
  lower: (context, inputs, args) => context.activation(onlyInput(inputs), functionOf(args, 'activation') ?? null),
};
