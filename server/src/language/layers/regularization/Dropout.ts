import { formatShape, type Shape } from '../../model/shape';
import type { LayerArguments, LayerDefinition, ShapeInference } from '../definition';
import { knownNumber, sizesOf } from '../readers';
import { argumentProblem, gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { seed } from '../shared/parameters';
import { dropoutMask } from './dropoutMask';
import { noiseShape, rate } from './regularizationParameters';

export const Dropout: LayerDefinition = {
  name: 'Dropout',
  aliases: [],
  category: 'regularization',
  summary: 'Zeroes a random share of the values in training and scales the rest, against overfitting.',
  parameters: [rate, noiseShape, seed],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => noiseProblem('Dropout', input, args) ?? gives(input),
  lower: (context, inputs, args) => dropoutMask(context, onlyInput(inputs), knownNumber(args, 'rate'), noiseOf(args)),
  trainingOnly: true,
};

/** The noise shape without the batch, if one is given. */
export function noiseOf(args: LayerArguments): readonly number[] | undefined {
  return sizesOf(args, 'noise_shape')?.slice(1);
}

/** A noise shape must broadcast to the input: each size is 1 or the input's; its first is the batch's, -1. */
export function noiseProblem(name: string, input: Shape, args: LayerArguments): ShapeInference | undefined {
  const noise = noiseOf(args);
  if (noise === undefined) return undefined;
  const fits = noise.length === input.length && noise.every((size, axis) => size === 1 || input[axis] === null || size === input[axis]);
  if (fits) return undefined;
  const suggestion = `(-1, ${input.map(() => 1).join(', ')})`;
  const message = `${name}'s noise_shape must broadcast to ${formatShape(input)}, the batch first as -1`;
  return argumentProblem(message, 'noise_shape', [{ kind: 'set', argument: 'noise_shape', value: suggestion }, { kind: 'remove', argument: 'noise_shape' }]);
}
