import type { ArgumentValue, FunctionValue, KernelValue } from '../layers/definition';
import type { Argument, Call } from '../syntax/tree';
import type { BuildNode } from './buildNode';

/** A tensor while the graph is built. Its node exists even where the shape is unknown. */
export interface TensorValue {
  readonly kind: 'tensor';
  readonly node: BuildNode;
}

/** A bare name that is no parameter: a tensor or kernel where one fits, else a word. */
export interface NameValue {
  readonly kind: 'name';
  readonly text: string;
  readonly tensor: (() => TensorValue) | undefined;
  readonly kernel: KernelValue | undefined;
}

/** `Constant(0.1)`, `CosineDecay(1e-3, 2000)`: a call in the place of a value. */
export interface CallValue {
  readonly kind: 'call';
  readonly name: string;
  readonly node: Call;
  readonly args: readonly EvaluatedArgument[];
}

export interface EvaluatedArgument {
  readonly name: string | undefined;
  readonly value: Value;
  readonly node: Argument;
}

/** What an expression gives; `undefined` is not known (it depends on an error or on an unknown size). */
export type Value =
  number | string | boolean | null | readonly Value[] | KernelValue | TensorValue | NameValue | CallValue | undefined;

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The tensor that a value is or names. */
export function asTensor(value: Value): TensorValue | undefined {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined;
  if (value.kind === 'tensor') return value;
  return value.kind === 'name' ? value.tensor?.() : undefined;
}

/** The word that a value is: a quoted text or a bare name. */
export function asWord(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'name'
    ? value.text
    : undefined;
}

/** The kernel that a value names, or numbers written in its place. */
export function asKernel(value: Value): KernelValue | undefined {
  if (isList(value)) return kernelOf('kernel', value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.kind === 'kernel') return value;
  return value.kind === 'name' ? value.kernel : undefined;
}

/** Nested lists of numbers as fixed weights; undefined where they are not rectangular or not numbers. */
export function kernelOf(name: string, value: Value): KernelValue | undefined {
  const shape: number[] = [];
  for (let level: Value = value; isList(level); level = level[0]) shape.push(level.length);
  if (shape.length === 0 || shape.includes(0)) return undefined;
  const values: number[] = [];
  return collectNumbers(value, shape, 0, values) ? { kind: 'kernel', name, shape, values } : undefined;
}

function collectNumbers(value: Value, shape: readonly number[], depth: number, into: number[]): boolean {
  if (depth === shape.length) {
    if (typeof value !== 'number') return false;
    into.push(value);
    return true;
  }
  return (
    isList(value) &&
    value.length === shape[depth] &&
    value.every((item) => collectNumbers(item, shape, depth + 1, into))
  );
}

/**
 * A value as layers take it: names become words, calls become functions with positional arguments under
 * `0`, `1`, …. Undefined where a part is unknown or is a tensor.
 */
export function settle(value: Value): ArgumentValue | undefined {
  if (value === undefined || value === null || typeof value !== 'object') return value;
  if (isList(value)) return settleList(value);
  if (value.kind === 'kernel') return value;
  if (value.kind === 'name') return value.text;
  return value.kind === 'call' ? settleCall(value) : undefined;
}

function settleList(values: readonly Value[]): readonly ArgumentValue[] | undefined {
  const settled: ArgumentValue[] = [];
  for (const item of values) {
    const value = settle(item);
    if (value === undefined) return undefined;
    settled.push(value);
  }
  return settled;
}

function settleCall(call: CallValue): FunctionValue | undefined {
  const entries: [string, ArgumentValue][] = [];
  for (const [index, argument] of call.args.entries()) {
    const value = settle(argument.value);
    if (value === undefined) return undefined;
    entries.push([argument.name ?? String(index), value]);
  }
  return { kind: 'function', name: call.name, args: Object.fromEntries(entries) };
}
