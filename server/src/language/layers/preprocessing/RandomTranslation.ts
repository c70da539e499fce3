import { dataFormat, seed } from '../shared/parameters';
import { factor, fillMode, fillValue, interpolation, randomImageLayer, movesPixels } from './randomImageLayer';

export const RandomTranslation = randomImageLayer(
  'RandomTranslation',
  'Shifts images at random in training.',
  [
    factor('height_factor', 'The largest shift up or down as a share of the height, or its range.'),
    factor('width_factor', 'The largest shift left or right as a share of the width, or its range.'),
    fillMode,
    interpolation,
    seed,
    fillValue,
    dataFormat,
  ],
  movesPixels,
);
