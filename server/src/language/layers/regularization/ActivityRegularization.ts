import type { LayerDefinition } from '../definition';
import { numberOf } from '../readers';
import { sameShape } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { float } from '../shared/parameters';

export const ActivityRegularization: LayerDefinition = {
  name: 'ActivityRegularization',
  aliases: [],
  category: 'regularization',
  summary: 'Passes its input on and adds a penalty on it to the loss.',
  parameters: [
    float('l1', 'The factor of the sum of absolute values.', 0, { min: 0 }),
    float('l2', 'The factor of the sum of squares.', 0, { min: 0 }),
  ],
  inputs: { min: 1, max: 1 },
  inferShape: sameShape,
  activityRegularizer: (args) => ({
    kind: 'function',
    name: 'l1_l2',
    args: { l1: numberOf(args, 'l1') ?? 0, l2: numberOf(args, 'l2') ?? 0 },
  }),
  lower: (_context, inputs) => onlyInput(inputs),
};
