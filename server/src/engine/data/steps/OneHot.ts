import type { PipelineStep } from './pipelineStep';

/** A class as a row of zeros with a one; `classes` is set when the pipeline is planned. */
export const OneHot: PipelineStep = {
  name: 'OneHot',
  movesValues: false,
  apply: ({ height, width, channels, data }, args) => {
    const classes = typeof args['classes'] === 'number' ? args['classes'] : 1;
    const result = new Float32Array(data.length * classes);
    data.forEach((label, place) => {
      if (label >= 0 && label < classes) result[place * classes + label] = 1;
    });
    return { dtype: 'float32', height, width, channels: channels * classes, data: result };
  },
};
