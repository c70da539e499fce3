import type { LayerDefinition } from '../definition';
import { knownNumber } from '../readers';
import { add, scaleBy, select } from '../shared/arithmetic';
import { gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { seed } from '../shared/parameters';
import { noiseOf, noiseProblem } from './noiseShape';
import { noiseShape, rate } from './regularizationParameters';
import { wholeRateProblem } from './wholeRate';

/** The limit of SELU far below zero: −alpha · scale. */
const saturation = -1.6732632423543772 * 1.0507009873554805;

export const AlphaDropout: LayerDefinition = {
  name: 'AlphaDropout',
  aliases: [],
  category: 'regularization',
  summary: 'Dropout for SELU networks: dropped values take its lower limit, mean and variance stay.',
  parameters: [rate, noiseShape, seed],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) =>
    wholeRateProblem('AlphaDropout', args) ?? noiseProblem('AlphaDropout', input, args) ?? gives(input),
  lower: (context, inputs, args) => {
    const input = onlyInput(inputs);
    const share = knownNumber(args, 'rate');
    if (!context.training || share === 0) return input;
    const kept = context.apply('GreaterEqual', [context.random(input, noiseOf(args)), context.constant(share)]);
    // The affine map that restores mean 0 and variance 1 (keras/src/layers/regularization/alpha_dropout.py).
    const scale = ((1 - share) * (1 + share * saturation ** 2)) ** -0.5;
    return add(
      context,
      scaleBy(context, select(context, kept, input, context.constant(saturation)), scale),
      -scale * saturation * share,
    );
  },
  trainingOnly: true,
};
