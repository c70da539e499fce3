import type { ArgumentValue, LayerDefinition } from '../definition';
import { knownMargins, marginsOf } from '../readers';
import { gives, rankProblem } from '../shared/inference';
import { padSpatial } from '../shared/lowerWindow';
import { onlyInput } from '../shared/onlyInput';
import { dataFormat, parameter } from '../shared/parameters';

/** ZeroPadding1D to ZeroPadding3D. */
export function zeroPadding(rank: 1 | 2 | 3, value: ArgumentValue): LayerDefinition {
  const name = `ZeroPadding${rank}D`;
  return {
    name,
    aliases: [],
    category: 'reshaping',
    summary: 'Puts zeros around the input.',
    parameters: [
      parameter(
        'padding',
        { kind: 'margins', rank },
        value,
        'How many zeros at each side, by axis and by side where they differ.',
      ),
      dataFormat,
    ],
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []], args) => {
      const problem = rankProblem(name, input, rank, 'ZeroPadding#');
      if (problem !== undefined) return problem;
      const margins = marginsOf(args, 'padding');
      return gives(
        input.map((size, axis) => {
          if (axis === rank) return size;
          const [before, after] = margins?.[axis] ?? [null, null];
          return size === null || before === null ? null : size + before + after;
        }),
      );
    },
    receptiveField: (_inputs, args) =>
      marginsOf(args, 'padding')?.map(([before]) => ({ size: 1, stride: 1, dilation: 1, before })) ?? [],
    lower: (context, inputs, args) => padSpatial(context, onlyInput(inputs), knownMargins(args, 'padding')),
  };
}
