import type { LayerDefinition } from '../definition';
import { knownNumber } from '../readers';
import { gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { seed } from '../shared/parameters';
import { dropoutMask } from './dropoutMask';
import { noiseOf, noiseProblem } from './noiseShape';
import { noiseShape, rate } from './regularizationParameters';

export const Dropout: LayerDefinition = {
  name: 'Dropout',
  aliases: [],
  category: 'regularization',
  summary: 'Zeroes a random share of the values in training and scales the rest, against overfitting.',
  parameters: [rate, noiseShape, seed],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => noiseProblem('Dropout', input, args) ?? gives(input),
  lower: (context, inputs, args) => dropoutMask(context, onlyInput(inputs), knownNumber(args, 'rate'), noiseOf(args)),
  trainingOnly: true,
};
