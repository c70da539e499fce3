import { formatShape, type Shape } from '../../model/shape';
import type { LayerArguments, LayerDefinition, ShapeInference } from '../definition';
import type { LoweringContext, Value } from '../lowering';
import { knownFlag, knownSizes, sizesOf } from '../readers';
import { positiveAxis } from '../shared/axes';
import { argumentProblem, axesProblem, gives, shapeProblem } from '../shared/inference';
import { flag } from '../shared/parameters';
import { reshapeTo } from '../shared/reshape';
import { unitVectors } from '../shared/unitVectors';

/** Keras's fuzz factor, below which a length counts as this. */
const epsilon = 1e-7;

/** keras/src/layers/merging/dot.py: what remains of both, one behind the other. */
export const Dot: LayerDefinition = {
  name: 'Dot',
  aliases: ['dot'],
  category: 'merging',
  summary: 'Multiplies two tensors along one axis of each and sums, example by example.',
  parameters: [
    { name: 'axes', type: { kind: 'axes' }, summary: 'The axis of both, or one of each, the batch counted as 0.' },
    flag('normalize', false, 'Whether vectors are scaled to length 1 before, which gives their cosine.'),
  ],
  inputs: { min: 2, max: 2 },
  inferShape: ([a = [], b = []], args) => inferShape(a, b, args),
  receptiveField: () => 'whole',
  lower: (context, inputs, args) => {
    const [a, b] = inputs;
    if (a === undefined || b === undefined) throw new Error('Dot is lowered without its two inputs.');
    const [axisA = 1, axisB = 1] = axesOf(knownSizes(args, 'axes'), [a.shape.length, b.shape.length]);
    const normalize = knownFlag(args, 'normalize');
    const rows = rowsAlong(context, normalize ? unitVectors(context, a, [axisA], epsilon) : a, axisA);
    const columns = rowsAlong(context, normalize ? unitVectors(context, b, [axisB], epsilon) : b, axisB);
    const product = context.apply('BatchMatMulV2', [rows, columns], { adj_x: false, adj_y: true });
    const rest = [...without(a, axisA), ...without(b, axisB)];
    return reshapeTo(context, product, rest.length === 0 ? [1] : rest);
  },
};

function inferShape(a: Shape, b: Shape, args: LayerArguments): ShapeInference {
  const given = sizesOf(args, 'axes');
  if (!given) return gives(undefined);
  if (given.length !== 1 && given.length !== 2)
    return argumentProblem(`Dot takes one axis or one for each input, got ${given.length}`, 'axes');
  const problem = axesProblem('Dot', a, given.slice(0, 1)) ?? axesProblem('Dot', b, given.slice(-1));
  if (problem !== undefined) return problem;
  const [axisA = 1, axisB = 1] = axesOf(given, [a.length + 1, b.length + 1]);
  const [sizeA = null, sizeB = null] = [a[axisA - 1], b[axisB - 1]];
  if (sizeA !== null && sizeB !== null && sizeA !== sizeB) {
    return shapeProblem(
      `Dot needs equal sizes, got ${sizeA} of ${formatShape(a)} and ${sizeB} of ${formatShape(b)}`,
      [],
      { argument: 'axes', input: 1 },
    );
  }
  const rest = [...a.filter((_, index) => index !== axisA - 1), ...b.filter((_, index) => index !== axisB - 1)];
  return gives(rest.length === 0 ? [1] : rest);
}

function axesOf(given: readonly number[], ranks: readonly number[]): readonly number[] {
  return ranks.map((rank, index) => positiveAxis(given[index] ?? given[0] ?? 1, rank));
}

/** [N, rest, K]: the axis at the end, all others as one. */
function rowsAlong(context: LoweringContext, value: Value, axis: number): Value {
  const others = value.shape.map((_, index) => index).filter((index) => index !== 0 && index !== axis);
  const last =
    axis === value.shape.length - 1 ? value : context.apply('Transpose', [value], { perm: [0, ...others, axis] });
  const rows = without(value, axis).reduce((total, size) => total * size, 1);
  return reshapeTo(context, last, [rows, value.shape[axis] ?? 1]);
}

function without(value: Value, axis: number): readonly number[] {
  return value.shape.flatMap((size, index) => (index === 0 || index === axis ? [] : [size ?? 1]));
}
