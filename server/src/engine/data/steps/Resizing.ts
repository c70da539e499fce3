import { emptyPicture, type Picture } from '../picture';
import { cutToAspectRatio } from './cutPicture';
import { numberArgument, wordArgument, type PipelineStep } from './pipelineStep';
import { resizePicture, type Interpolation } from './resizePicture';

/** keras/src/layers/preprocessing/image_preprocessing/resizing.py */
export const Resizing: PipelineStep = {
  name: 'Resizing',
  movesValues: false,
  apply: (picture, args, { isMask }) => {
    const height = numberArgument(args, 'height', picture.height);
    const width = numberArgument(args, 'width', picture.width);
    const interpolation = isMask ? 'nearest' : interpolationOf(wordArgument(args, 'interpolation', 'bilinear'));
    if (args['crop_to_aspect_ratio'] === true)
      return resizePicture(cutToAspectRatio(picture, height, width), height, width, interpolation);
    if (args['pad_to_aspect_ratio'] !== true) return resizePicture(picture, height, width, interpolation);
    return resizePicture(
      padToAspectRatio(picture, height, width, numberArgument(args, 'fill_value', 0)),
      height,
      width,
      interpolation,
    );
  },
};

function interpolationOf(word: string): Interpolation {
  return word === 'nearest' || word === 'area' ? word : 'bilinear';
}

/** Equal margins on both sides; an odd one loses its last line, as in Keras. */
function padToAspectRatio(picture: Picture, height: number, width: number, fill: number): Picture {
  const high = Math.max(picture.height, Math.trunc((picture.width * height) / width));
  const wide = Math.max(picture.width, Math.trunc((picture.height * width) / height));
  const [top, left] = [Math.trunc((high - picture.height) / 2), Math.trunc((wide - picture.width) / 2)];
  if (top === 0 && left === 0) return picture;
  const padded = emptyPicture(picture.dtype, picture.height + 2 * top, picture.width + 2 * left, picture.channels);
  padded.data.fill(fill);
  const row = picture.width * picture.channels;
  for (let y = 0; y < picture.height; y += 1) {
    padded.data.set(
      picture.data.subarray(y * row, (y + 1) * row),
      ((top + y) * padded.width + left) * picture.channels,
    );
  }
  return padded;
}
