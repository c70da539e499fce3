import type { LayerDefinition } from '../definition';
import { knownNumber } from '../readers';
import { add, multiply, scaleBy } from '../shared/arithmetic';
import { gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { seed } from '../shared/parameters';
import { rate } from './regularizationParameters';
import { wholeRateProblem } from './wholeRate';

export const GaussianDropout: LayerDefinition = {
  name: 'GaussianDropout',
  aliases: [],
  category: 'regularization',
  summary: 'Multiplies by normal noise around 1 in training, of deviation √(rate / (1 − rate)).',
  parameters: [rate, seed],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => wholeRateProblem('GaussianDropout', args) ?? gives(input),
  lower: (context, inputs, args) => {
    const input = onlyInput(inputs);
    const share = knownNumber(args, 'rate');
    if (!context.training || share === 0) return input;
    const noise = scaleBy(context, context.randomNormal(input), Math.sqrt(share / (1 - share)));
    return multiply(context, input, add(context, noise, 1));
  },
  trainingOnly: true,
};
