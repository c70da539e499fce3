/** Arithmetic on values while lowering; a number stands for a constant. */
import type { LoweringContext, Value } from '../lowering';

export function add(context: LoweringContext, a: Value, b: Value | number): Value {
  return context.apply('AddV2', [a, operand(context, b)]);
}

export function subtract(context: LoweringContext, a: Value, b: Value | number): Value {
  return context.apply('Sub', [a, operand(context, b)]);
}

export function multiply(context: LoweringContext, a: Value, b: Value): Value {
  return context.apply('Mul', [a, b]);
}

export function scaleBy(context: LoweringContext, value: Value, factor: number): Value {
  return factor === 1 ? value : context.apply('Mul', [value, context.constant(factor)]);
}

export function divide(context: LoweringContext, a: Value, b: Value | number): Value {
  return context.apply('RealDiv', [a, operand(context, b)]);
}

export function maximum(context: LoweringContext, a: Value, b: Value | number): Value {
  return context.apply('Maximum', [a, operand(context, b)]);
}

export function minimum(context: LoweringContext, a: Value, b: Value | number): Value {
  return context.apply('Minimum', [a, operand(context, b)]);
}

/** `condition ? a : b`, element by element. */
export function select(context: LoweringContext, condition: Value, a: Value, b: Value): Value {
  return context.apply('SelectV2', [condition, a, b]);
}

function operand(context: LoweringContext, value: Value | number): Value {
  return typeof value === 'number' ? context.constant(value) : value;
}
