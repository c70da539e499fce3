import { dataFormat, seed } from '../shared/parameters';
import { factor, fillMode, fillValue, interpolation, randomImageLayer, movesPixels } from './randomImageLayer';

export const RandomRotation = randomImageLayer(
  'RandomRotation',
  'Turns images by a random angle in training.',
  [
    factor('factor', 'The largest angle as a share of a full turn, or the range of angles.'),
    fillMode,
    interpolation,
    seed,
    fillValue,
    dataFormat,
  ],
  movesPixels,
);
