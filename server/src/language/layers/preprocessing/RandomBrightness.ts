import { seed } from '../shared/parameters';
import { factor, randomImageLayer, valueRange, clipsValues } from './randomImageLayer';

export const RandomBrightness = randomImageLayer(
  'RandomBrightness',
  'Brightens or darkens images at random in training.',
  [factor('factor', 'The largest change as a share of the range of values, or its range.'), valueRange, seed],
  clipsValues,
);
