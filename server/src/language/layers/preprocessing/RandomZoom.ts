import { dataFormat, parameter, seed } from '../shared/parameters';
import { factor, fillMode, fillValue, interpolation, randomImageLayer, movesPixels } from './randomImageLayer';

export const RandomZoom = randomImageLayer(
  'RandomZoom',
  'Enlarges or shrinks images at random in training.',
  [
    factor('height_factor', 'The range of the change in height; negative zooms in.', { min: -1, max: 1 }),
    parameter(
      'width_factor',
      { kind: 'factor', min: -1, max: 1, optional: true },
      null,
      'The range of the change in width; none keeps the aspect ratio.',
    ),
    fillMode,
    interpolation,
    seed,
    fillValue,
    dataFormat,
  ],
  movesPixels,
);
