import { formatShape, type Shape } from '../../model/shape';
import type { ArgumentValue, LayerDefinition, ShapeInference } from '../definition';
import { knownMargins, marginsOf, type Margin } from '../readers';
import { gives, rankProblem, shapeProblem } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { dataFormat, parameter } from '../shared/parameters';

/** Cropping1D to Cropping3D. */
export function cropping(rank: 1 | 2 | 3, value: ArgumentValue): LayerDefinition {
  const name = `Cropping${rank}D`;
  return {
    name,
    aliases: [],
    category: 'reshaping',
    summary: 'Cuts off the edges of the input.',
    parameters: [
      parameter(
        'cropping',
        { kind: 'margins', rank },
        value,
        'How much is cut off at each side, by axis and by side where they differ.',
      ),
      dataFormat,
    ].slice(0, rank === 1 ? 1 : 2),
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []], args) =>
      rankProblem(name, input, rank, 'Cropping#') ?? cropped(name, input, marginsOf(args, 'cropping')),
    receptiveField: (_inputs, args) =>
      marginsOf(args, 'cropping')?.map(([before]) => ({
        size: 1,
        stride: 1,
        dilation: 1,
        before: before === 0 ? 0 : -before,
      })) ?? [],
    lower: (context, inputs, args) => {
      const input = onlyInput(inputs);
      const margins = knownMargins(args, 'cropping');
      const size = input.shape.map((length, axis) => (axis === 0 ? -1 : (length ?? 0) - sum(margins[axis - 1])));
      return context.apply('Slice', [input], { begin: [0, ...margins.map(([before]) => before), 0], size });
    },
  };
}

function cropped(name: string, input: Shape, margins: readonly Margin[] | undefined): ShapeInference {
  if (margins === undefined) return gives(input.map((size, axis) => (axis === input.length - 1 ? size : null)));
  const output = input.map((size, axis) => (size === null ? null : size - sum(margins[axis])));
  if (output.every((size) => size === null || size > 0)) return gives(output);
  const axis = output.findIndex((size) => size !== null && size <= 0);
  const message = `${name} cuts ${sum(margins[axis])} off axis ${axis + 1} of ${formatShape(input)}, nothing remains`;
  const most = Math.min(...input.slice(0, -1).flatMap((size) => (size === null ? [] : [Math.floor((size - 1) / 2)])));
  return shapeProblem(message, [{ kind: 'set', argument: 'cropping', value: String(most) }], {
    argument: 'cropping',
    input: 0,
  });
}

function sum(margin: Margin | undefined): number {
  return margin === undefined ? 0 : margin[0] + margin[1];
}
