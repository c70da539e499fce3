import type { LayerArguments, ShapeInference } from '../definition';
import { sizesOf } from '../readers';
import { argumentProblem } from '../shared/inference';

/** Keras takes strides or dilation beyond 1, never both in one layer. */
export function dilationAndStride(name: string, args: LayerArguments): ShapeInference | undefined {
  const strides = sizesOf(args, 'strides') ?? [];
  const dilation = sizesOf(args, 'dilation_rate') ?? [];
  if (Math.max(1, ...strides) === 1 || Math.max(1, ...dilation) === 1) return undefined;
  return argumentProblem(`${name} takes strides or dilation_rate beyond 1, not both`, 'dilation_rate', [
    { kind: 'remove', argument: 'dilation_rate' },
    { kind: 'remove', argument: 'strides' },
  ]);
}
