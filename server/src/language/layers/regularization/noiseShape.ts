import { formatShape, type Shape } from '../../model/shape';
import type { LayerArguments, ShapeInference } from '../definition';
import { sizesOf } from '../readers';
import { argumentProblem } from '../shared/inference';

/** The noise shape without the batch, if one is given. */
export function noiseOf(args: LayerArguments): readonly number[] | undefined {
  return sizesOf(args, 'noise_shape')?.slice(1);
}

/** A noise shape must broadcast to the input: each size is 1 or the input's; its first is the batch's, -1. */
export function noiseProblem(name: string, input: Shape, args: LayerArguments): ShapeInference | undefined {
  const noise = noiseOf(args);
  if (noise === undefined) return undefined;
  const fits =
    noise.length === input.length &&
    noise.every((size, axis) => size === 1 || input[axis] === null || size === input[axis]);
  if (fits) return undefined;
  const suggestion = `(-1, ${input.map(() => 1).join(', ')})`;
  const message = `${name}'s noise_shape must broadcast to ${formatShape(input)}, the batch first as -1`;
  return argumentProblem(message, 'noise_shape', [
    { kind: 'set', argument: 'noise_shape', value: suggestion },
    { kind: 'remove', argument: 'noise_shape' },
  ]);
}
