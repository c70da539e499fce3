import type { LayerDefinition } from '../definition';
import { knownNumber } from '../readers';
import { add, scaleBy } from '../shared/arithmetic';
import { sameShape } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { parameter, seed } from '../shared/parameters';

export const GaussianNoise: LayerDefinition = {
  name: 'GaussianNoise',
  aliases: [],
  category: 'regularization',
  summary: 'Adds normal noise in training.',
  parameters: [
    parameter('stddev', { kind: 'float', min: 0, max: 1 }, undefined, 'The standard deviation of the noise.'),
    seed,
  ],
  inputs: { min: 1, max: 1 },
  inferShape: sameShape,
  lower: (context, inputs, args) => {
    const input = onlyInput(inputs);
    const stddev = knownNumber(args, 'stddev');
    return context.training && stddev > 0
      ? add(context, input, scaleBy(context, context.randomNormal(input), stddev))
      : input;
  },
  trainingOnly: true,
};
