import { elementCount, type Shape, type Size } from '../../model/shape';
import type { LayerArguments, LayerDefinition } from '../definition';
import { flagOf, knownNumber, knownSizes, sizesOf } from '../readers';
import { isAxis, positiveAxis } from '../shared/axes';
import { axesProblem, gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { parameter } from '../shared/parameters';
import { affineWeights, applyAffine } from './affine';
import { standardize } from './standardize';
import { betaAndGamma, centerAndScale, epsilon } from './normalizationParameters';

/** keras/src/layers/normalization/layer_normalization.py */
export const LayerNormalization: LayerDefinition = {
  name: 'LayerNormalization',
  aliases: [],
  category: 'normalization',
  summary: 'Gives each example mean 0 and variance 1 along its features.',
  parameters: [
    parameter('axis', { kind: 'axes' }, -1, 'The axis or axes that are normalized together, the batch counted as 0.'),
    epsilon,
    ...centerAndScale,
    ...betaAndGamma.initializers,
    ...betaAndGamma.penalties,
  ],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => axesProblem('LayerNormalization', input, sizesOf(args, 'axis')) ?? gives(input),
  weights: ([input = []], args) => affineWeights(features(input, args), args),
  parameterFormula: ([input = []], args) => {
    const count = (flagOf(args, 'scale') === false ? 0 : 1) + (flagOf(args, 'center') === false ? 0 : 1);
    return `${count}·${features(input, args)
      .map((size) => size ?? '?')
      .join('·')}`;
  },
  macs: ([input = []]) => elementCount(input),
  lower: (context, inputs, args) => {
    const input = onlyInput(inputs);
    const axes = sortedAxes(knownSizes(args, 'axis'), input.shape.length);
    const shape = input.shape.slice(1).map((size, index) => (axes.includes(index + 1) ? (size ?? 1) : 1));
    return applyAffine(context, standardize(context, input, axes, knownNumber(args, 'epsilon')), args, shape);
  },
};

function features(input: Shape, args: LayerArguments): readonly Size[] {
  const axes = sizesOf(args, 'axis');
  if (!axes || axes.some((axis) => !isAxis(axis, input.length + 1))) return [null];
  return sortedAxes(axes, input.length + 1).map((axis) => input[axis - 1] ?? null);
}

function sortedAxes(axes: readonly number[], rank: number): readonly number[] {
  return axes.map((axis) => positiveAxis(axis, rank)).sort((a, b) => a - b);
}
