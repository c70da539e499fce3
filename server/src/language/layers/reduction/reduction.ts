import { formatShape, type Shape } from '../../model/shape';
import type { FieldStep, LayerArguments, LayerDefinition, ShapeInference } from '../definition';
import { flagOf, knownFlag, sizesOf } from '../readers';
import { positiveAxis } from '../shared/axes';
import { argumentProblem, axesProblem, gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { flag, parameter } from '../shared/parameters';

/** ReduceMean and its like: keras.ops.mean and so on as a layer, which keeps the batch. */
export function reduction(operation: 'Mean' | 'Sum' | 'Max' | 'Min' | 'Prod', what: string): LayerDefinition {
  const name = `Reduce${operation}`;
  return {
    name,
    aliases: [],
    category: 'reduction',
    summary: `Takes the ${what} along axes.`,
    parameters: [
      parameter(
        'axis',
        { kind: 'axes', optional: true },
        null,
        'The axis or axes, the batch counted as 0; none takes all but the batch.',
      ),
      flag('keepdims', false, 'Whether the reduced axes stay, with size 1.'),
    ],
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []], args) => inferShape(name, input, args),
    receptiveField: ([input = []], args) => fieldOf(input, args),
    lower: (context, inputs, args) => {
      const input = onlyInput(inputs);
      const axes = reducedAxes(input.shape.length - 1, args) ?? [];
      return context.apply(operation, [input], { axes, keep_dims: knownFlag(args, 'keepdims') });
    },
  };
}

function inferShape(name: string, input: Shape, args: LayerArguments): ShapeInference {
  const given = sizesOf(args, 'axis');
  const problem = axesProblem(name, input, given);
  if (problem !== undefined) return problem;
  const keepdims = flagOf(args, 'keepdims');
  const axes = reducedAxes(input.length, args);
  if (axes === undefined || keepdims === undefined) return gives(undefined);
  if (new Set(axes).size < axes.length) {
    return argumentProblem(`${name} names an axis of ${formatShape(input)} twice`, 'axis', [
      { kind: 'set', argument: 'axis', value: `[${[...new Set(axes)].join(', ')}]` },
    ]);
  }
  return gives(input.flatMap((size, index) => (axes.includes(index + 1) ? (keepdims ? [1] : []) : [size])));
}

function reducedAxes(rank: number, args: LayerArguments): readonly number[] | undefined {
  const given = sizesOf(args, 'axis');
  if (given === undefined) return undefined;
  return given === null
    ? Array.from({ length: rank }, (_, index) => index + 1)
    : given.map((axis) => positiveAxis(axis, rank + 1));
}

/** Over channels alone each place still sees itself only. */
function fieldOf(input: Shape, args: LayerArguments): readonly FieldStep[] | 'whole' {
  const axes = reducedAxes(input.length, args) ?? [];
  if (axes.some((axis) => axis < input.length)) return 'whole';
  return input.slice(0, -1).map(() => ({ size: 1, stride: 1, dilation: 1, before: 0 }));
}
