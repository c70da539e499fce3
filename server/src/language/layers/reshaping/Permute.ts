import { formatShape } from '../../model/shape';
import type { LayerDefinition } from '../definition';
import { knownSizes, sizesOf } from '../readers';
import { argumentProblem, gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';

export const Permute: LayerDefinition = {
  name: 'Permute',
  aliases: [],
  category: 'reshaping',
  summary: 'Puts the axes into another order.',
  parameters: [
    {
      name: 'dims',
      type: { kind: 'axes' },
      summary: 'The axes in their new order, counted from 1: (2, 1) swaps the two of a sequence.',
    },
  ],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => {
    const dims = sizesOf(args, 'dims');
    if (!dims) return gives(input.map(() => null));
    const axes = input.map((_, index) => index + 1);
    if ([...dims].sort((a, b) => a - b).join() === axes.join())
      return gives(dims.map((axis) => input[axis - 1] ?? null));
    const message = `Permute needs each of the axes 1 to ${input.length} of ${formatShape(input)} once, got (${dims.join(', ')})`;
    return argumentProblem(message, 'dims', [
      { kind: 'set', argument: 'dims', value: `(${[...axes].reverse().join(', ')})` },
    ]);
  },
  receptiveField: () => 'whole',
  lower: (context, inputs, args) =>
    context.apply('Transpose', [onlyInput(inputs)], { perm: [0, ...knownSizes(args, 'dims')] }),
};
