import { between, factorRange, type PipelineStep } from './pipelineStep';
import { transformPicture, type Affine } from './transformPicture';

/** keras/…/random_rotation.py: an angle in shares of a full turn, around the middle. */
export const RandomRotation: PipelineStep = {
  name: 'RandomRotation',
  movesValues: false,
  apply: (picture, args, { random, isMask }) => {
    const angle = between(random, factorRange(args['factor'])) * 2 * Math.PI;
    return transformPicture(picture, rotation(angle, picture.height, picture.width), args, isMask);
  },
};

/** base_image_preprocessing_layer.py, _compute_affine_matrix */
export function rotation(angle: number, height: number, width: number): Affine {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [(width - 1) / 2, (height - 1) / 2];
  return [cosine, -sine, x - x * cosine + y * sine, sine, cosine, y - x * sine - y * cosine];
}
