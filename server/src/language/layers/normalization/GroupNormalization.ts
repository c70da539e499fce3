import { elementCount, type Shape, type Size } from '../../model/shape';
import type { LayerArguments, LayerDefinition, ShapeInference } from '../definition';
import { flagOf, knownNumber, numberOf } from '../readers';
import { isAxis, positiveAxis } from '../shared/axes';
import { argumentProblem, axisProblem, gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { parameter } from '../shared/parameters';
import { reshapeTo, sizesBehindBatch } from '../shared/reshape';
import { affineWeights, applyAffine } from './affine';
import { standardize } from './standardize';
import { betaAndGamma, centerAndScale, epsilon } from './normalizationParameters';

/** keras/src/layers/normalization/group_normalization.py */
export const GroupNormalization: LayerDefinition = {
  name: 'GroupNormalization',
  aliases: [],
  category: 'normalization',
  summary: 'Gives each group of channels of an example mean 0 and variance 1.',
  parameters: [
    parameter(
      'groups',
      { kind: 'integer', min: -1 },
      32,
      'Into how many groups the channels are parted; -1 makes one of each.',
    ),
    parameter('axis', { kind: 'integer' }, -1, 'The axis of the channels, the batch counted as 0.'),
    epsilon,
    ...centerAndScale,
    ...betaAndGamma.initializers,
    ...betaAndGamma.penalties,
  ],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) =>
    axisProblem('GroupNormalization', input, args) ?? groupsProblem(input, args) ?? gives(input),
  weights: ([input = []], args) => affineWeights([channelsOf(input, args)], args),
  parameterFormula: ([input = []], args) => {
    const count = (flagOf(args, 'scale') === false ? 0 : 1) + (flagOf(args, 'center') === false ? 0 : 1);
    return `${count}·${channelsOf(input, args) ?? '?'}`;
  },
  macs: ([input = []]) => elementCount(input),
  lower: (context, inputs, args) => {
    const input = onlyInput(inputs);
    const sizes = sizesBehindBatch(input);
    const axis = positiveAxis(knownNumber(args, 'axis'), input.shape.length);
    const channels = sizes[axis - 1] ?? 1;
    const groups = groupsOf(channels, knownNumber(args, 'groups'));
    const split = [...sizes.slice(0, axis - 1), groups, channels / groups, ...sizes.slice(axis)];
    const reduced = split.map((_, index) => index + 1).filter((index) => index !== axis);
    const standard = standardize(context, reshapeTo(context, input, split), reduced, knownNumber(args, 'epsilon'));
    const broadcast = sizes.map((size, index) => (index === axis - 1 ? size : 1));
    return applyAffine(context, reshapeTo(context, standard, sizes), args, broadcast);
  },
};

function groupsProblem(input: Shape, args: LayerArguments): ShapeInference | undefined {
  const channels = channelsOf(input, args);
  const groups = numberOf(args, 'groups');
  if (groups === 0)
    return argumentProblem("GroupNormalization's groups must be at least 1, or -1", 'groups', [
      { kind: 'set', argument: 'groups', value: '1' },
    ]);
  if (channels === null || typeof groups !== 'number' || channels % groupsOf(channels, groups) === 0) return undefined;
  const largest =
    Array.from({ length: Math.min(groups, channels) }, (_, index) => index + 1).findLast(
      (count) => channels % count === 0,
    ) ?? 1;
  const message = `GroupNormalization's ${groups} groups must divide the ${channels} channels`;
  return argumentProblem(message, 'groups', [{ kind: 'set', argument: 'groups', value: String(largest) }]);
}

function groupsOf(channels: number, groups: number): number {
  return groups === -1 ? channels : groups;
}

function channelsOf(input: Shape, args: LayerArguments): Size {
  const axis = numberOf(args, 'axis');
  if (typeof axis !== 'number' || !isAxis(axis, input.length + 1)) return null;
  return input[positiveAxis(axis, input.length + 1) - 1] ?? null;
}
