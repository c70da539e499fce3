import type { PoolingKind } from './pooling';

/** Under `same` padding the zeros don't count: a window at the edge averages the values inside. */
export const averagePooling: PoolingKind = {
  family: 'AvgPool#D',
  operation: 'average',
  alias: 'AveragePooling#D',
  kerasName: 'average_pooling',
  summary: 'Takes the mean of each window, channel by channel.',
  lower: (context, value, window) =>
    context.apply(window.ksize.length === 3 ? 'AvgPool3D' : 'AvgPool', [value], window),
};
