import type { Value } from '../../language/layers/lowering';
import type { DataType } from '../program';
import type { GradientNode, NumericTensor, OperationBuilder, OperationDefinition } from './definition';
import { OperationError } from './definition';
import { alignedSize, broadcastShapes, input, stridesOf } from './shapes';
import { sumToShape } from './sumToShape';

export interface UnaryGradient {
  readonly x: Value;
  readonly y: Value;
  readonly dy: Value;
  readonly node: GradientNode;
}

/** An operation that maps each number by itself. */
export function unary(
  name: string,
  evaluate: (x: number) => number,
  gradient?: (builder: OperationBuilder, terms: UnaryGradient) => Value,
  result?: DataType,
): OperationDefinition {
  return {
    name,
    infer: (inputs) => [{ dtype: result ?? input(inputs, 0).dtype, shape: input(inputs, 0).shape }],
    evaluate: ([x]) => [x === undefined ? new Float64Array(0) : x.data.map(evaluate)],
    ...(gradient && {
      gradient: (builder: OperationBuilder, node: GradientNode) => unaryGradient(builder, node, gradient),
    }),
  };
}

export interface BinaryGradient {
  readonly a: Value;
  readonly b: Value;
  readonly y: Value;
  readonly dy: Value;
}

/** An operation on two broadcast tensors of one type; the gradients are summed to the inputs' shapes. */
export function binary(
  name: string,
  evaluate: (a: number, b: number) => number,
  gradient?: (builder: OperationBuilder, terms: BinaryGradient) => readonly [Value, Value],
  result?: DataType,
): OperationDefinition {
  return {
    name,
    infer(inputs) {
      const [a, b] = [input(inputs, 0), input(inputs, 1)];
      if (a.dtype !== b.dtype) throw new OperationError(`${name} needs one type, got ${a.dtype} and ${b.dtype}`);
      return [{ dtype: result ?? a.dtype, shape: broadcastShapes(a.shape, b.shape) }];
    },
    evaluate: (inputs, _, outputs) => [
      broadcastMap(inputs, outputs[0]?.shape ?? [], (values) => evaluate(values[0] ?? NaN, values[1] ?? NaN)),
    ],
    ...(gradient && {
      gradient: (builder: OperationBuilder, node: GradientNode) => binaryGradient(builder, node, gradient),
    }),
  };
}

/** Maps the broadcast inputs element by element; `values` is reused between calls. */
export function broadcastMap(
  inputs: readonly NumericTensor[],
  shape: readonly number[],
  map: (values: readonly number[]) => number,
): Float64Array {
  const count = shape.reduce((product, size) => product * size, 1);
  const result = new Float64Array(count);
  const steps = inputs.map((tensor) => broadcastStrides(tensor.shape, shape));
  const outer = stridesOf(shape);
  const values = inputs.map(() => 0);
  for (let index = 0; index < count; index++) {
    for (const [which, tensor] of inputs.entries()) {
      let rest = index;
      let offset = 0;
      for (const [axis, stride] of outer.entries()) {
        const at = Math.floor(rest / stride);
        rest -= at * stride;
        offset += at * (steps[which]?.[axis] ?? 0);
      }
      values[which] = tensor.data[offset] ?? NaN;
    }
    result[index] = map(values);
  }
  return result;
}

function broadcastStrides(own: readonly number[], shape: readonly number[]): readonly number[] {
  const strides = stridesOf(own);
  return shape.map((_, axis) => {
    if (alignedSize(own, shape.length, axis) === 1) return 0;
    return strides[axis - (shape.length - own.length)] ?? 0;
  });
}

function unaryGradient(
  builder: OperationBuilder,
  node: GradientNode,
  gradient: (builder: OperationBuilder, terms: UnaryGradient) => Value,
): readonly (Value | undefined)[] {
  const [x] = node.inputs;
  const [y] = node.outputs;
  const [dy] = node.gradients;
  return x && y && dy ? [gradient(builder, { x, y, dy, node })] : [undefined];
}

function binaryGradient(
  builder: OperationBuilder,
  node: GradientNode,
  gradient: (builder: OperationBuilder, terms: BinaryGradient) => readonly [Value, Value],
): readonly (Value | undefined)[] {
  const [a, b] = node.inputs;
  const [y] = node.outputs;
  const [dy] = node.gradients;
  if (!a || !b || !y || !dy || a.dtype !== 'float32') return [undefined, undefined];
  const [da, db] = gradient(builder, { a, b, y, dy });
  return [sumToShape(builder, da, a.shape), sumToShape(builder, db, b.shape)];
}
