import type { Picture } from '../picture';
import { asStored, CenterCrop } from './CenterCrop';
import { cutPicture } from './cutPicture';
import { between, numberArgument, type PipelineStep } from './pipelineStep';
import { resizePicture } from './resizePicture';

/**
 * keras/…/random_crop.py: any window in training, each example its own. Outside training, where Keras 3 leaves pictures
 * whole, it is the middle, so that a model meets one size.
 */
export const RandomCrop: PipelineStep = {
  name: 'RandomCrop',
  movesValues: true,
  apply: (picture, args, use) => {
    if (!use.training) return CenterCrop.apply(picture, args, use);
    const height = numberArgument(args, 'height', picture.height);
    const width = numberArgument(args, 'width', picture.width);
    const [rows, columns] = [picture.height - height, picture.width - width];
    const [down, along] = [between(use.random, [0, 1]), between(use.random, [0, 1])];
    if (rows <= 0 || columns <= 0) return withoutRoom(picture, height, width, use.isMask);
    return cutPicture(picture, Math.floor(down * (rows + 1)), Math.floor(along * (columns + 1)), height, width);
  },
};

/** Where a side has no room, Keras starts at the middle window of the aspect ratio, cuts, and resizes what is too small. */
function withoutRoom(picture: Picture, height: number, width: number, isMask: boolean): Picture {
  const high = Math.max(1, Math.min(picture.height, Math.trunc((picture.width * height) / width)));
  const wide = Math.max(1, Math.min(picture.width, Math.trunc((picture.height * width) / height)));
  const [top, left] = [Math.trunc((picture.height - high) / 2), Math.trunc((picture.width - wide) / 2)];
  const cut = cutPicture(
    picture,
    top,
    left,
    Math.min(height, picture.height - top),
    Math.min(width, picture.width - left),
  );
  return asStored(resizePicture(cut, height, width, isMask ? 'nearest' : 'bilinear'), picture);
}
