import type { LayerDefinition } from '../definition';
import { knownNumber } from '../readers';
import { gives, rankProblem } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { dataFormat, seed } from '../shared/parameters';
import { dropoutMask } from './dropoutMask';
import { rate } from './regularizationParameters';

/** SpatialDropout1D to SpatialDropout3D: one draw a channel. */
export function spatialDropout(rank: 1 | 2 | 3): LayerDefinition {
  const name = `SpatialDropout${rank}D`;
  return {
    name,
    aliases: [],
    category: 'regularization',
    summary: 'Zeroes whole channels at random in training and scales the rest.',
    parameters: [rate, ...(rank === 1 ? [] : [dataFormat]), seed],
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []]) => rankProblem(name, input, rank, 'SpatialDropout#') ?? gives(input),
    lower: (context, inputs, args) => {
      const input = onlyInput(inputs);
      const shape = input.shape.slice(1).map((size, axis) => (axis === rank ? (size ?? 1) : 1));
      return dropoutMask(context, input, knownNumber(args, 'rate'), shape);
    },
    trainingOnly: true,
  };
}
