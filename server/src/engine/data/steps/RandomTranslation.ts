import { between, factorRange, type PipelineStep } from './pipelineStep';
import { transformPicture } from './transformPicture';

/** keras/…/random_translation.py: by shares of height and width; positive moves down and right. */
export const RandomTranslation: PipelineStep = {
  name: 'RandomTranslation',
  movesValues: false,
  apply: (picture, args, { random, isMask }) => {
    const down = between(random, factorRange(args['height_factor'])) * picture.height;
    const along = between(random, factorRange(args['width_factor'])) * picture.width;
    return transformPicture(picture, [1, 0, -along, 0, 1, -down], args, isMask);
  },
};
