import { elementCount, formatShape, type Shape } from '../../model/shape';
import type { ArgumentValue, LayerArguments, LayerDefinition, ShapeInference } from '../definition';
import type { LoweringContext, Value } from '../lowering';
import { isList, knownFlag, sizesOf } from '../readers';
import { add, divide, maximum, multiply, subtract } from '../shared/arithmetic';
import { positiveAxis } from '../shared/axes';
import { argumentProblem, axesProblem, gives, shapeProblem } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { flag, parameter } from '../shared/parameters';
import { namedInitializer } from '../shared/weights';

/**
 * keras/src/layers/preprocessing/normalization.py. Without `mean` and `variance` its weights are adapted to
 * the training data before training starts.
 */
export const Normalization: LayerDefinition = {
  name: 'Normalization',
  aliases: [],
  category: 'preprocessing',
  summary: 'Shifts and scales features to mean 0 and variance 1, by the training data unless given.',
  parameters: [
    parameter(
      'axis',
      { kind: 'axes', optional: true },
      -1,
      'The axes with a mean of their own, the batch counted as 0; none takes one for all.',
    ),
    parameter('mean', { kind: 'numbers', optional: true }, null, 'The mean, in place of that of the training data.'),
    parameter(
      'variance',
      { kind: 'numbers', optional: true },
      null,
      'The variance, in place of that of the training data.',
    ),
    flag('invert', false, 'Whether normalized values are turned back.'),
  ],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => inferShape(input, args),
  weights: ([input = []], args) => {
    if (args['mean'] !== null) return [];
    const shape = keptSizes(input, args);
    const frozen = (name: string, start: string, size: Shape) => ({
      name,
      shape: size,
      initializer: namedInitializer(start),
      trainable: false,
    });
    return [frozen('mean', 'zeros', shape), frozen('variance', 'ones', shape), frozen('count', 'zeros', [])];
  },
  parameterFormula: ([input = []], args) =>
    args['mean'] === null ? `2·${elementCount(keptSizes(input, args)) ?? '?'} + 1` : undefined,
  macs: ([input = []]) => elementCount(input),
  lower: (context, inputs, args) => {
    const input = onlyInput(inputs);
    const numbers = input.dtype === 'float32' ? input : context.apply('Cast', [input], { dtype: 'float32' });
    const mean = statistic(context, numbers, 'mean', args);
    const deviation = maximum(context, context.apply('Sqrt', [statistic(context, numbers, 'variance', args)]), 1e-7);
    return knownFlag(args, 'invert')
      ? add(context, multiply(context, numbers, deviation), mean)
      : divide(context, subtract(context, numbers, mean), deviation);
  },
};

function inferShape(input: Shape, args: LayerArguments): ShapeInference {
  const problem = axesProblem('Normalization', input, sizesOf(args, 'axis'));
  if (problem !== undefined) return problem;
  const { mean, variance } = args;
  if ((mean === null) !== (variance === null) && mean !== undefined && variance !== undefined) {
    const present = mean === null ? 'variance' : 'mean';
    return argumentProblem('Normalization takes mean and variance together or neither', present, [
      { kind: 'remove', argument: present },
    ]);
  }
  const kept = keptSizes(input, args);
  for (const [name, value] of [
    ['mean', mean],
    ['variance', variance],
  ] as const) {
    if (value === null || value === undefined) continue;
    const shape = listShape(value);
    if (!fitsKept(shape, kept))
      return shapeProblem(
        `Normalization's ${name} has ${formatShape(shape)}, the input's axes ${formatShape(kept)}`,
        [],
        { argument: name, input: 0 },
      );
  }
  return gives(input);
}

/** Lined up at the end, each size is 1 or that of the input. */
function fitsKept(shape: readonly number[], kept: Shape): boolean {
  const lead = kept.length - shape.length;
  return (
    lead >= 0 && shape.every((size, index) => size === 1 || kept[lead + index] === null || kept[lead + index] === size)
  );
}

function keptAxes(rank: number, args: LayerArguments): readonly number[] {
  return [...new Set((sizesOf(args, 'axis') ?? []).map((axis) => positiveAxis(axis, rank)))].sort((a, b) => a - b);
}

function keptSizes(input: Shape, args: LayerArguments): Shape {
  if (sizesOf(args, 'axis') === undefined) return [null];
  return keptAxes(input.length + 1, args).map((axis) => input[axis - 1] ?? null);
}

/** The mean or variance, given or learned, with the rank of the input. */
function statistic(context: LoweringContext, input: Value, name: 'mean' | 'variance', args: LayerArguments): Value {
  const kept = keptAxes(input.shape.length, args);
  const given = args[name];
  if (given === null || given === undefined) {
    const shape = input.shape.map((size, axis) => (kept.includes(axis) ? (size ?? 1) : 1));
    return context.apply('Reshape', [context.weight(name)], { shape });
  }
  const sizes = listShape(given);
  const lead = kept.length - sizes.length;
  return context.constant(
    numbersOf(given),
    input.shape.map((_, axis) => sizes[kept.indexOf(axis) - lead] ?? 1),
  );
}

function listShape(value: ArgumentValue): readonly number[] {
  return isList(value) ? [value.length, ...listShape(value[0] ?? null)] : [];
}

function numbersOf(value: ArgumentValue): readonly number[] {
  if (isList(value)) return value.flatMap(numbersOf);
  return typeof value === 'number' ? [value] : [];
}
