import type { LayerDefinition } from '../definition';
import { knownWord } from '../readers';
import { select } from '../shared/arithmetic';
import { gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { dataFormat, parameter, seed } from '../shared/parameters';
import { imageProblem } from './imageRank';

/** keras/src/layers/preprocessing/image_preprocessing/random_flip.py: one draw decides on both directions. */
export const RandomFlip: LayerDefinition = {
  name: 'RandomFlip',
  aliases: [],
  category: 'preprocessing',
  summary: 'Flips half of the images in training.',
  parameters: [
    parameter(
      'mode',
      { kind: 'choice', values: ['horizontal', 'vertical', 'horizontal_and_vertical'] },
      'horizontal_and_vertical',
      'Which way.',
    ),
    seed,
    dataFormat,
  ],
  inputs: { min: 1, max: 1 },
  onData: { keepsValues: true, movesPixels: true },
  inferShape: ([input = []]) => imageProblem('RandomFlip', input) ?? gives(input),
  lower: (context, inputs, args) => {
    const image = onlyInput(inputs);
    if (!context.training) return image;
    const mode = knownWord(args, 'mode');
    const axes = mode === 'horizontal' ? [2] : mode === 'vertical' ? [1] : [1, 2];
    const flips = context.apply('LessEqual', [context.random(image, [1, 1, 1]), context.constant(0.5)]);
    return select(context, flips, context.apply('Reverse', [image], { axes }), image);
  },
  trainingOnly: true,
};
