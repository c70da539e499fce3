import { asFloats } from '../picture';
import { between, factorRange, type PipelineStep } from './pipelineStep';
import { valueRange } from './valueRange';

/** keras/…/random_contrast.py: (x − mean of the channel) · factor + mean, clipped to the range of values. */
export const RandomContrast: PipelineStep = {
  name: 'RandomContrast',
  movesValues: false,
  apply: (picture, args, { random, isMask }) => {
    const factor = between(random, contrastRange(args['factor']));
    if (isMask) return picture;
    const [low, high] = valueRange(args);
    const { data, channels, ...rest } = asFloats(picture);
    const means = channelMeans(data, channels);
    const result = data.map((value, place) => {
      const mean = means[place % channels] ?? 0;
      return Math.max(low, Math.min(high, (value - mean) * factor + mean));
    });
    return { ...rest, channels, data: result };
  },
};

/** A number stays above 0 on the lower side: factors are bounded by [0, 1] in Keras, so that the draw is in 1 − lower … 1 + upper. */
function contrastRange(value: unknown): readonly [number, number] {
  if (!Array.isArray(value)) {
    // Keras turns a number f into (max(−f, 0), f): 1 − 0 … 1 + f.
    const [, upper] = factorRange(value);
    return [1, 1 + upper];
  }
  const [lower, upper] = factorRange(value);
  return [1 - lower, 1 + upper];
}

function channelMeans(data: Float32Array, channels: number): readonly number[] {
  const sums = new Array<number>(channels).fill(0);
  data.forEach((value, place) => {
    sums[place % channels] = (sums[place % channels] ?? 0) + value;
  });
  return sums.map((sum) => (sum * channels) / data.length);
}
