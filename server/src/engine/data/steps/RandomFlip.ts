import { emptyPicture } from '../picture';
import { wordArgument, type PipelineStep } from './pipelineStep';

/** Turns each image over with probability one half; one draw decides on both directions, as in Keras. */
export const RandomFlip: PipelineStep = {
  name: 'RandomFlip',
  movesValues: true,
  apply: (picture, args, { random }) => {
    if (random() % 2 === 0) return picture;
    const mode = wordArgument(args, 'mode', 'horizontal_and_vertical');
    const [mirrored, upended] = [mode !== 'vertical', mode !== 'horizontal'];
    const { height, width, channels, data } = picture;
    const result = emptyPicture(picture.dtype, height, width, channels);
    const row = width * channels;
    for (let y = 0; y < height; y += 1) {
      const source = (upended ? height - 1 - y : y) * row;
      if (!mirrored) {
        result.data.set(data.subarray(source, source + row), y * row);
        continue;
      }
      for (let x = 0; x < width; x += 1) {
        const from = source + (width - 1 - x) * channels;
        for (let channel = 0; channel < channels; channel += 1)
          result.data[y * row + x * channels + channel] = data[from + channel] ?? 0;
      }
    }
    return result;
  },
};
