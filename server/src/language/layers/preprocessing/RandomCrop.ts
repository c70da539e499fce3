import type { LayerDefinition } from '../definition';
import { numberOf } from '../readers';
import { gives } from '../shared/inference';
import { dataFormat, integer, seed } from '../shared/parameters';
import { imageProblem } from './imageRank';

/** Outside training the middle is taken; it runs in the data pipeline, on examples and masks alike. */
export const RandomCrop: LayerDefinition = {
  name: 'RandomCrop',
  aliases: [],
  category: 'preprocessing',
  summary: 'Cuts a random window out of images in training, the middle otherwise.',
  parameters: [
    integer('height', 'The height of the output.', 1),
    integer('width', 'The width of the output.', 1),
    seed,
    dataFormat,
  ],
  inputs: { min: 1, max: 1 },
  onData: { keepsValues: true, movesPixels: true },
  inferShape: ([input = []], args) =>
    imageProblem('RandomCrop', input) ??
    gives([numberOf(args, 'height') ?? null, numberOf(args, 'width') ?? null, input[2] ?? null]),
};
