import type { Value } from '../language/layers/lowering';
import type { OperationBuilder } from './operations/definition';

/** Keras's backend.epsilon(). */
export const epsilon = 1e-7;

/** Formulas in fewer words: numbers become constants. */
export interface Arithmetic {
  add(a: Operand, b: Operand): Value;
  subtract(a: Operand, b: Operand): Value;
  multiply(a: Operand, b: Operand): Value;
  divide(a: Operand, b: Operand): Value;
  maximum(a: Operand, b: Operand): Value;
  minimum(a: Operand, b: Operand): Value;
  power(a: Operand, b: Operand): Value;
  select(condition: Value, a: Operand, b: Operand): Value;
  compare(
    operation: 'Greater' | 'GreaterEqual' | 'Less' | 'LessEqual' | 'Equal' | 'NotEqual',
    a: Operand,
    b: Operand,
  ): Value;
  apply(operation: string, x: Value): Value;
  clip(x: Value, low: number, high: number): Value;
  toFloat(x: Value): Value;
  reshape(x: Value, shape: readonly number[]): Value;
  /** Sums over `axes`, all of them when absent. */
  sum(x: Value, axes?: readonly number[], keepDims?: boolean): Value;
  mean(x: Value, axes: readonly number[]): Value;
  greatest(x: Value, axes: readonly number[], keepDims?: boolean): Value;
}

export type Operand = Value | number;

export function arithmetic(builder: OperationBuilder): Arithmetic {
  const value = (operand: Operand): Value => (typeof operand === 'number' ? builder.constant(operand) : operand);
  const binary = (name: string) => (a: Operand, b: Operand) => builder.apply(name, [value(a), value(b)]);
  const [maximum, minimum] = [binary('Maximum'), binary('Minimum')];
  return {
    add: binary('AddV2'),
    subtract: binary('Sub'),
    multiply: binary('Mul'),
    divide: binary('RealDiv'),
    maximum,
    minimum,
    power: binary('Pow'),
    select: (condition, a, b) => builder.apply('SelectV2', [condition, value(a), value(b)]),
    compare: (operation, a, b) => builder.apply(operation, [value(a), value(b)]),
    apply: (operation, x) => builder.apply(operation, [x]),
    clip: (x, low, high) => minimum(maximum(x, low), high),
    toFloat: (x) => (x.dtype === 'float32' ? x : builder.apply('Cast', [x], { dtype: 'float32' })),
    reshape: (x, shape) => builder.apply('Reshape', [x], { shape }),
    sum: (x, axes = x.shape.map((_, axis) => axis), keepDims = false) =>
      axes.length === 0 ? x : builder.apply('Sum', [x], { axes, keep_dims: keepDims }),
    greatest: (x, axes, keepDims = false) => builder.apply('Max', [x], { axes, keep_dims: keepDims }),
    mean: (x, axes) => builder.apply('Mean', [x], { axes, keep_dims: false }),
  };
}

/** The last axis of a tensor. */
export function lastAxis(x: Value): number {
  return x.shape.length - 1;
}
