import type { PoolingKind } from './pooling';

export const maxPooling: PoolingKind = {
  family: 'MaxPool#D',
  operation: 'max',
  alias: 'MaxPooling#D',
  kerasName: 'max_pooling',
  summary: 'Takes the largest value of each window, channel by channel.',
  lower: (context, value, window) =>
    context.apply(window.ksize.length === 3 ? 'MaxPool3D' : 'MaxPool', [value], window),
};
