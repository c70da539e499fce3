/**
 * Typed views of checked arguments. Each gives `null` for `none` and `undefined` for a value that is not
 * known; the `known…` readers are for lowering, which only happens once everything is known.
 */
import type { ArgumentValue, FunctionValue, KernelValue, LayerArguments } from './definition';

export function numberOf(args: LayerArguments, name: string): number | null | undefined {
  const value = args[name];
  return typeof value === 'number' || value === null ? value : undefined;
}

export function wordOf(args: LayerArguments, name: string): string | null | undefined {
  const value = args[name];
  return typeof value === 'string' || value === null ? value : undefined;
}

export function flagOf(args: LayerArguments, name: string): boolean | undefined {
  const value = args[name];
  return typeof value === 'boolean' ? value : undefined;
}

/** Sizes by axis, broadcast already; also axes and target shapes. */
export function sizesOf(args: LayerArguments, name: string): readonly number[] | null | undefined {
  const value = args[name];
  if (value === null) return null;
  return isNumbers(value) ? value : undefined;
}

/** `[before, after]` by axis. */
export function marginsOf(args: LayerArguments, name: string): readonly Margin[] | undefined {
  const value = args[name];
  if (!Array.isArray(value)) return undefined;
  const margins: Margin[] = [];
  for (const pair of value as readonly ArgumentValue[]) {
    if (!isNumbers(pair)) return undefined;
    const [before, after] = pair;
    if (before === undefined || after === undefined) return undefined;
    margins.push([before, after]);
  }
  return margins;
}

export type Margin = readonly [before: number, after: number];

/** An activation, initializer, regularizer or constraint. */
export function functionOf(args: LayerArguments, name: string): FunctionValue | null | undefined {
  const value = args[name];
  if (value === null) return null;
  return isFunction(value) ? value : undefined;
}

export function kernelOf(args: LayerArguments, name: string): KernelValue | null | undefined {
  const value = args[name];
  if (value === null) return null;
  return isKernel(value) ? value : undefined;
}

export function knownNumber(args: LayerArguments, name: string): number {
  return known(numberOf(args, name), name);
}

export function knownSizes(args: LayerArguments, name: string): readonly number[] {
  return known(sizesOf(args, name), name);
}

export function knownWord(args: LayerArguments, name: string): string {
  return known(wordOf(args, name), name);
}

export function knownFlag(args: LayerArguments, name: string): boolean {
  return known(flagOf(args, name), name);
}

export function knownMargins(args: LayerArguments, name: string): readonly Margin[] {
  return known(marginsOf(args, name), name);
}

export function isFunction(value: ArgumentValue | undefined): value is FunctionValue {
  return isRecord(value) && value.kind === 'function';
}

export function isKernel(value: ArgumentValue | undefined): value is KernelValue {
  return isRecord(value) && value.kind === 'kernel';
}

export function isList(value: ArgumentValue | undefined): value is readonly ArgumentValue[] {
  return Array.isArray(value);
}

function isRecord(value: ArgumentValue | undefined): value is FunctionValue | KernelValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumbers(value: ArgumentValue | undefined): value is readonly number[] {
  return isList(value) && value.every((item) => typeof item === 'number');
}

function known<T>(value: T | null | undefined, name: string): T {
  if (value === null || value === undefined)
    throw new Error(`The argument ${name} is not known, yet the layer is lowered.`);
  return value;
}
