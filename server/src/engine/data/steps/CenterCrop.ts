import { emptyImages, imageSizes, type PipelineStep } from './pipelineStep';

/** Cuts the middle out, its start rounded down as in Keras. The language has checked that it fits. */
export const CenterCrop: PipelineStep = {
  name: 'CenterCrop',
  movesPixels: true,
  apply: (images, args) => {
    const [count, height, width, channels] = imageSizes(images);
    const rows = typeof args['height'] === 'number' ? args['height'] : height;
    const columns = typeof args['width'] === 'number' ? args['width'] : width;
    const top = Math.floor((height - rows) / 2);
    const left = Math.floor((width - columns) / 2);
    const result = emptyImages(images, [count, rows, columns, ...images.shape.slice(3)]);
    for (let image = 0; image < count; image += 1) {
      for (let row = 0; row < rows; row += 1) {
        const from = ((image * height + top + row) * width + left) * channels;
        result.data.set(images.data.subarray(from, from + columns * channels), (image * rows + row) * columns * channels);
      }
    }
    return result;
  },
};
