import { seed } from '../shared/parameters';
import { factor, randomImageLayer, valueRange, clipsValues } from './randomImageLayer';

export const RandomContrast = randomImageLayer(
  'RandomContrast',
  'Changes the contrast of images at random in training.',
  [
    factor('factor', 'The largest change as a share of the contrast, or its range.', { min: 0, max: 1 }),
    valueRange,
    seed,
  ],
  clipsValues,
);
