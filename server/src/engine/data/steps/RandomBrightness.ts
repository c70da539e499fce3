import { asFloats } from '../picture';
import { between, factorRange, type PipelineStep } from './pipelineStep';
import { valueRange } from './valueRange';

/** keras/…/random_brightness.py: the same share of the range of values is added to all pixels, then clipped. */
export const RandomBrightness: PipelineStep = {
  name: 'RandomBrightness',
  movesValues: false,
  apply: (picture, args, { random, isMask }) => {
    const share = between(random, factorRange(args['factor']));
    if (isMask) return picture;
    const [low, high] = valueRange(args);
    const shift = Math.fround(share * (high - low));
    const { data, ...rest } = asFloats(picture);
    return { ...rest, data: data.map((value) => Math.max(low, Math.min(high, value + shift))) };
  },
};
