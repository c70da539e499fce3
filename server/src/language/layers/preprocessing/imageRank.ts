import { formatShape, type Shape } from '../../model/shape';
import type { ShapeInference } from '../definition';
import { fails } from '../shared/inference';

/** Image layers take height, width and channels. */
export function imageProblem(layer: string, input: Shape): ShapeInference | undefined {
  if (input.length === 3) return undefined;
  const fixes =
    input.length === 2 && input.every((size) => size !== null)
      ? [{ kind: 'insert-before' as const, call: `Reshape((${input.join(', ')}, 1))` }]
      : [];
  return fails({
    code: 'rank',
    message: `${layer} needs images (height, width, channels), got ${formatShape(input)}`,
    input: 0,
    fixes,
  });
}
