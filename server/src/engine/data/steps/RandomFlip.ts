import { emptyImages, imageSizes, type PipelineStep } from './pipelineStep';

/** Turns each image over with probability one half, in each direction asked for. */
export const RandomFlip: PipelineStep = {
  name: 'RandomFlip',
  movesPixels: true,
  apply: (images, args, random) => {
    const mode = typeof args['mode'] === 'string' ? args['mode'] : 'horizontal_and_vertical';
    const [count, height, width, channels] = imageSizes(images);
    const result = emptyImages(images, images.shape);
    for (let image = 0; image < count; image += 1) {
      const draw = random();
      const mirrored = mode !== 'vertical' && draw % 2 === 1;
      const upended = mode !== 'horizontal' && (draw >>> 1) % 2 === 1;
      for (let row = 0; row < height; row += 1) {
        const source = (image * height + (upended ? height - 1 - row : row)) * width * channels;
        const target = (image * height + row) * width * channels;
        if (!mirrored) {
          result.data.set(images.data.subarray(source, source + width * channels), target);
          continue;
        }
        for (let column = 0; column < width; column += 1) {
          const from = source + (width - 1 - column) * channels;
          result.data.set(images.data.subarray(from, from + channels), target + column * channels);
        }
      }
    }
    return result;
  },
};
