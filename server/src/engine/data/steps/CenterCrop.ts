import type { Picture } from '../picture';
import { cutPicture, cutToAspectRatio } from './cutPicture';
import { numberArgument, type PipelineStep } from './pipelineStep';
import { resizePicture } from './resizePicture';

/** Cuts the middle out, its start rounded down as in Keras; a picture that is too small is enlarged first. */
export const CenterCrop: PipelineStep = {
  name: 'CenterCrop',
  movesValues: true,
  apply: (picture, args, { isMask }) => {
    const height = numberArgument(args, 'height', picture.height);
    const width = numberArgument(args, 'width', picture.width);
    const [top, left] = [Math.floor((picture.height - height) / 2), Math.floor((picture.width - width) / 2)];
    if (top >= 0 && left >= 0) return cutPicture(picture, top, left, height, width);
    return enlarge(picture, height, width, isMask);
  },
};

/** keras.utils.image_utils.smart_resize */
function enlarge(picture: Picture, height: number, width: number, isMask: boolean): Picture {
  const framed = cutToAspectRatio(picture, height, width);
  return asStored(resizePicture(framed, height, width, isMask ? 'nearest' : 'bilinear'), picture);
}

/** Bytes stay bytes, rounded, so that a crop gives the same type for all examples. */
export function asStored(resized: Picture, picture: Picture): Picture {
  if (picture.dtype !== 'uint8' || resized.dtype === 'uint8') return resized;
  return { ...resized, dtype: 'uint8', data: Uint8Array.from(resized.data, Math.round) };
}
