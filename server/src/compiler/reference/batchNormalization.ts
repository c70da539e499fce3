import type { NumericTensor } from '../operations/definition';

/** Mean and population variance of each channel (last axis). */
export function channelMoments(x: NumericTensor): { mean: Float64Array; variance: Float64Array } {
  const channels = x.shape.at(-1) ?? 0;
  const count = x.data.length / channels;
  const mean = channelSums(x.data, channels, (value) => value).map((sum) => sum / count);
  const variance = channelSums(x.data, channels, (value, c) => (value - (mean[c] ?? NaN)) ** 2).map(
    (sum) => sum / count,
  );
  return { mean, variance };
}

export function normalizeChannels(
  x: NumericTensor,
  terms: { scale: Float64Array; offset: Float64Array; mean: Float64Array; variance: Float64Array; epsilon: number },
): Float64Array {
  const channels = terms.scale.length;
  return x.data.map((value, index) => {
    const c = index % channels;
    const deviation = Math.sqrt((terms.variance[c] ?? NaN) + terms.epsilon);
    return ((value - (terms.mean[c] ?? NaN)) / deviation) * (terms.scale[c] ?? NaN) + (terms.offset[c] ?? NaN);
  });
}

/** dx, dscale, doffset; with `training` the mean and the variance depend on x. */
export function batchNormalizationGradients(
  dy: Float64Array,
  x: Float64Array,
  terms: { scale: Float64Array; mean: Float64Array; variance: Float64Array; epsilon: number; training: boolean },
): readonly [Float64Array, Float64Array, Float64Array] {
  const channels = terms.scale.length;
  const count = x.length / channels;
  const normal = x.map((value, index) => {
    const c = index % channels;
    return (value - (terms.mean[c] ?? NaN)) / Math.sqrt((terms.variance[c] ?? NaN) + terms.epsilon);
  });
  const dOffset = channelSums(dy, channels, (value) => value);
  const dScale = channelSums(dy, channels, (value, _, index) => value * (normal[index] ?? NaN));
  const dx = dy.map((value, index) => {
    const c = index % channels;
    const slope = (terms.scale[c] ?? NaN) / Math.sqrt((terms.variance[c] ?? NaN) + terms.epsilon);
    if (!terms.training) return slope * value;
    return slope * (value - ((dOffset[c] ?? NaN) + (normal[index] ?? NaN) * (dScale[c] ?? NaN)) / count);
  });
  return [dx, dScale, dOffset];
}

function channelSums(
  values: Float64Array,
  channels: number,
  map: (value: number, channel: number, index: number) => number,
): Float64Array {
  const sums = new Float64Array(channels);
  values.forEach((value, index) => {
    const c = index % channels;
    sums[c] = (sums[c] ?? 0) + map(value, c, index);
  });
  return sums;
}
