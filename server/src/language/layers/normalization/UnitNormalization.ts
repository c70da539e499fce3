import type { LayerDefinition } from '../definition';
import { knownSizes, sizesOf } from '../readers';
import { positiveAxis } from '../shared/axes';
import { axesProblem, gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { parameter } from '../shared/parameters';
import { unitVectors } from '../shared/unitVectors';

/** keras/src/layers/normalization/unit_normalization.py, whose epsilon is 1e-12. */
export const UnitNormalization: LayerDefinition = {
  name: 'UnitNormalization',
  aliases: [],
  category: 'normalization',
  summary: 'Scales vectors to length 1.',
  parameters: [
    parameter(
      'axis',
      { kind: 'axes' },
      -1,
      'The axis or axes along which the length is taken, the batch counted as 0.',
    ),
  ],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => axesProblem('UnitNormalization', input, sizesOf(args, 'axis')) ?? gives(input),
  lower: (context, inputs, args) => {
    const input = onlyInput(inputs);
    const axes = knownSizes(args, 'axis').map((axis) => positiveAxis(axis, input.shape.length));
    return unitVectors(context, input, axes, 1e-12);
  },
};
