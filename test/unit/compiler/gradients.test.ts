import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../../server/src/compiler/builder';
import { gradients } from '../../../server/src/compiler/gradients';
import type { NumericTensor } from '../../../server/src/compiler/operations/definition';
import { operations } from '../../../server/src/compiler/operations/registry';
import type { ProgramFunction } from '../../../server/src/compiler/program';
import { runFunction } from '../../../server/src/compiler/reference/session';
import type { Value } from '../../../server/src/language/layers/lowering';
import { operationCases, type OperationCase } from '../../helpers/operationCases';

/** Gradient operations are the derivatives of others; what they would need themselves is a second derivative. */
const differentiable = operations.filter(({ gradient }) => gradient !== undefined).map(({ name }) => name);
// Whole numbers have no slope.
const cases = operationCases().filter(
  ({ op, attributes }) => differentiable.includes(op) && (op !== 'Cast' || attributes['dtype'] === 'float32'),
);

describe('gradients against finite differences', () => {
  test('there is a case for every operation with a gradient', () => {
    const missing = differentiable.filter((name) => !cases.some(({ op }) => op === name));
    expect(missing).toEqual([]);
  });

  test.each(cases.map((one, index) => [`${one.op} ${index}`, one] as const))('%s', (_, one) => {
    const { target, names } = lossOf(one);
    const feeds = new Map(one.inputs.map((input, index) => [`x${index}`, withoutTies(input)]));
    const exact = runFunction(target, new Map(), feeds);
    for (const [index, input] of one.inputs.entries()) {
      if (!names.includes(`d${index}`)) continue;
      const gradient = exact.get(`d${index}`);
      expect(gradient?.shape).toEqual(input.shape);
      for (const place of places(input.data.length)) {
        const slope = difference(target, feeds, `x${index}`, place);
        expect(gradient?.data[place] ?? NaN).toBeCloseTo(slope, 4);
      }
    }
  });
});

/** A weighted sum of all outputs of an operation and its gradients `d0`, `d1`, … by input. */
function lossOf({ op, inputs, attributes }: OperationCase): { target: ProgramFunction; names: readonly string[] } {
  const builder = new GraphBuilder();
  const values = inputs.map(({ dtype, shape }, index) => builder.placeholder(`x${index}`, dtype, shape));
  // Batch statistics carry no gradient of their own: the first output stands for all.
  const outputs = builder.operation(op, values, attributes).slice(0, op === 'FusedBatchNormV3' ? 1 : undefined);
  const loss = outputs
    .map((output, index) => weightedSum(builder, output, index))
    .reduce((a, b) => builder.apply('AddV2', [a, b]));
  const found = gradients(builder, loss, values);
  const results = [{ name: 'loss', tensor: builder.refOf(loss) }];
  for (const [index, gradient] of found.entries()) {
    if (gradient !== undefined) results.push({ name: `d${index}`, tensor: builder.refOf(gradient) });
  }
  const target = { feeds: [], operations: builder.operations, results, metricLayout: [] };
  return { target, names: results.map(({ name }) => name) };
}

function weightedSum(builder: GraphBuilder, output: Value, index: number): Value {
  const shape = output.shape.map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  const weights = builder.constant(
    Array.from({ length: count }, (_, at) => Math.sin(1 + at * 1.7 + index)),
    shape,
  );
  const product = builder.apply('Mul', [output, weights]);
  return builder.apply('Sum', [product], { axes: shape.map((_, axis) => axis), keep_dims: false });
}

/** The central difference of the loss by one element. */
function difference(
  target: ProgramFunction,
  feeds: ReadonlyMap<string, NumericTensor>,
  name: string,
  place: number,
): number {
  const step = 1e-5;
  const [above, below] = [step, -step].map((change) => {
    const moved = new Map(
      [...feeds].map(([feed, value]) => [feed, feed === name ? shifted(value, place, change) : value]),
    );
    return runFunction(target, new Map(), moved, ['loss']).get('loss')?.data[0] ?? NaN;
  });
  return ((above ?? NaN) - (below ?? NaN)) / (2 * step);
}

function shifted(value: NumericTensor, place: number, change: number): NumericTensor {
  const data = value.data.slice();
  data[place] = (data[place] ?? NaN) + change;
  return { ...value, data };
}

/** Equal elements have no slope where the greatest of them counts: moves each a little. */
function withoutTies(value: NumericTensor): NumericTensor {
  if (value.dtype !== 'float32') return value;
  return { ...value, data: value.data.map((element, index) => element + 1e-3 * Math.sin(index * 12.9898)) };
}

/** A few places spread over the elements. */
function places(length: number): readonly number[] {
  const count = Math.min(length, 5);
  return Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * length) / count));
}
