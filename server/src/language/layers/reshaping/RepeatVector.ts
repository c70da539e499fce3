import { formatShape } from '../../model/shape';
import type { LayerDefinition } from '../definition';
import { knownNumber, numberOf } from '../readers';
import { fails, gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { integer } from '../shared/parameters';
import { reshapeTo, sizesBehindBatch } from '../shared/reshape';

export const RepeatVector: LayerDefinition = {
  name: 'RepeatVector',
  aliases: [],
  category: 'reshaping',
  summary: 'Makes a sequence of n equal steps from a vector.',
  parameters: [integer('n', 'How many steps.', 1)],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => {
    if (input.length === 1) return gives([numberOf(args, 'n') ?? null, ...input]);
    return fails({
      code: 'rank',
      message: `RepeatVector needs one axis, got ${formatShape(input)}`,
      input: 0,
      fixes: [{ kind: 'insert-before', call: 'Flatten' }],
    });
  },
  receptiveField: () => 'whole',
  lower: (context, inputs, args) => {
    const input = onlyInput(inputs);
    return context.apply('Tile', [reshapeTo(context, input, [1, ...sizesBehindBatch(input)])], {
      multiples: [1, knownNumber(args, 'n'), 1],
    });
  },
};
