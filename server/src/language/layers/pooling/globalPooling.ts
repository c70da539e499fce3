import type { Shape } from '../../model/shape';
import type { LayerArguments, LayerDefinition, ShapeInference } from '../definition';
import { flagOf, knownFlag } from '../readers';
import { spatialAxes } from '../shared/axes';
import { gives, rankProblem } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { dataFormat, flag } from '../shared/parameters';

const names = {
  Max: { short: 'GlobalMaxPool', long: 'GlobalMaxPooling', keras: 'global_max_pooling', verb: 'largest value' },
  Mean: { short: 'GlobalAvgPool', long: 'GlobalAveragePooling', keras: 'global_average_pooling', verb: 'mean' },
};

/** Pooling over all of the input (keras/src/layers/pooling/base_global_pooling.py). */
export function globalPooling(rank: 1 | 2 | 3, operation: 'Max' | 'Mean'): LayerDefinition {
  const { short, long, keras, verb } = names[operation];
  const name = `${short}${rank}D`;
  return {
    name,
    aliases: [`${long}${rank}D`],
    category: 'pooling',
    summary: `Takes the ${verb} of each channel over the whole input.`,
    kerasName: `${keras}${rank}d`,
    parameters: [dataFormat, flag('keepdims', false, 'Whether the pooled axes stay, with size 1.')],
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []], args) => inferShape(name, rank, `${short}#`, input, args),
    receptiveField: () => 'whole',
    lower: (context, inputs, args) =>
      context.apply(operation, [onlyInput(inputs)], {
        axes: spatialAxes(rank),
        keep_dims: knownFlag(args, 'keepdims'),
      }),
  };
}

function inferShape(name: string, rank: number, family: string, input: Shape, args: LayerArguments): ShapeInference {
  const problem = rankProblem(name, input, rank, family);
  if (problem !== undefined) return problem;
  const keepdims = flagOf(args, 'keepdims');
  if (keepdims === undefined) return gives(undefined);
  const channels = input.at(-1) ?? null;
  return gives(keepdims ? [...new Array<number>(rank).fill(1), channels] : [channels]);
}
