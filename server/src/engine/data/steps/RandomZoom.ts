import { between, factorRange, type PipelineStep } from './pipelineStep';
import { transformPicture } from './transformPicture';

/** keras/…/random_zoom.py: by 1 + a draw, around the middle; without a width_factor alike both ways. */
export const RandomZoom: PipelineStep = {
  name: 'RandomZoom',
  movesValues: false,
  apply: (picture, args, { random, isMask }) => {
    const down = 1 + between(random, factorRange(args['height_factor']));
    const own = args['width_factor'] ?? null;
    const along = own === null ? down : 1 + between(random, factorRange(own));
    const [x, y] = [((picture.width - 1) / 2) * (1 - along), ((picture.height - 1) / 2) * (1 - down)];
    return transformPicture(picture, [along, 0, x, 0, down, y], args, isMask);
  },
};
