/**
 * Checks one evaluated argument against its parameter's type and brings it into the form that layer code
 * reads: sizes broadcast to an array, margins to pairs, functions to their canonical names with defaults.
 */
import { didYouMean } from '../diagnostics/didYouMean';
import type { ArgumentValue, FunctionValue, KernelValue, ParameterDefinition, ParameterType } from './definition';
import { activations } from './functions/activations';
import { constraints } from './functions/constraints';
import { functionValue, type FunctionCatalogue } from './functions/functionDefinition';
import { initializers } from './functions/initializers';
import { regularizers } from './functions/regularizers';
import { isFunction, isKernel, isList } from './readers';

export type ArgumentCheck =
  | { readonly ok: true; readonly value: ArgumentValue }
  /** `message` continues the argument's name: `must be at least 1, got 0`. */
  | { readonly ok: false; readonly message: string; readonly suggestions?: readonly string[] };

/** The catalogue that a function argument is looked up in; undefined for other types. */
export function functionCatalogue(type: ParameterType): FunctionCatalogue | undefined {
  switch (type.kind) {
    case 'activation':
      return activations;
    case 'initializer':
      return initializers;
    case 'regularizer':
      return regularizers;
    case 'constraint':
      return constraints;
    default:
      return undefined;
  }
}

export function checkArgument(parameter: ParameterDefinition, value: ArgumentValue): ArgumentCheck {
  const { type } = parameter;
  if (value === null) return allowsNone(parameter) ? accept(null) : wrong(`must be ${describeType(type)}, got none`);
  const catalogue = functionCatalogue(type);
  if (catalogue !== undefined) return checkFunction(catalogue, value);
  switch (type.kind) {
    case 'integer':
    case 'float':
      return checkNumber(type, value);
    case 'boolean':
      return typeof value === 'boolean' ? accept(value) : mismatch(type, value);
    case 'choice':
      return checkChoice(type.values, value);
    case 'text':
      return typeof value === 'string' ? accept(value) : mismatch(type, value);
    case 'sizes':
      return checkSizes(type, value);
    case 'margins':
      return checkMargins(type, value);
    case 'factor':
      return checkFactor(type, value);
    case 'axes':
      return checkIntegers(type, typeof value === 'number' ? [value] : value);
    case 'target-shape':
      return checkTargetShape(type, typeof value === 'number' ? [value] : value);
    case 'numbers':
      return isNested(value) ? accept(value) : mismatch(type, value);
    case 'kernel':
      return checkKernel(type, value);
    default:
      return mismatch(type, value);
  }
}

/** `a whole number of at least 1`, for messages and documentation. */
export function describeType(type: ParameterType): string {
  switch (type.kind) {
    case 'integer':
      return `a whole number${range(type)}`;
    case 'float':
      return `a number${range(type)}`;
    case 'boolean':
      return 'true or false';
    case 'choice':
      return type.values.length <= 5 ? oneOf(type.values) : 'one of its words';
    case 'text':
      return 'a text';
    case 'sizes':
      return type.rank === 1 ? 'one whole number' : `one or ${type.rank} whole numbers`;
    case 'margins':
      return type.rank === 1
        ? 'a whole number or a pair'
        : `one whole number, ${type.rank} of them or ${type.rank} pairs`;
    case 'factor':
      return `a number or a pair of numbers${range(type)}`;
    case 'axes':
      return 'an axis or a list of axes';
    case 'target-shape':
      return 'a shape';
    case 'numbers':
      return 'a number or a list of numbers';
    case 'kernel':
      return 'a kernel';
    default:
      return `${type.kind === 'activation' || type.kind === 'initializer' ? 'an' : 'a'} ${type.kind}`;
  }
}

/** A value as the language writes it, cut where it is long. */
export function describeValue(value: ArgumentValue): string {
  const text = spell(value);
  return text.length > 20 ? `${text.slice(0, 19)}…` : text;
}

function spell(value: ArgumentValue): string {
  if (value === null) return 'none';
  if (isList(value)) return `(${value.map(spell).join(', ')})`;
  if (isFunction(value) || isKernel(value)) return value.name;
  return String(value);
}

function accept(value: ArgumentValue): ArgumentCheck {
  return { ok: true, value };
}

function wrong(message: string, ...suggestions: readonly (string | undefined)[]): ArgumentCheck {
  const known = suggestions.filter((suggestion) => suggestion !== undefined);
  return { ok: false, message, ...(known.length === 0 ? {} : { suggestions: known }) };
}

function mismatch(type: ParameterType, value: ArgumentValue, suggestion?: string): ArgumentCheck {
  return wrong(`must be ${describeType(type)}, got ${describeValue(value)}`, suggestion);
}

function allowsNone({ type, default: fallback }: ParameterDefinition): boolean {
  if (fallback === null) return true;
  return 'optional' in type && type.optional;
}

function range({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}

function oneOf(values: readonly string[]): string {
  return values.length < 2 ? values.join() : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}

function checkNumber(type: Extract<ParameterType, { kind: 'integer' | 'float' }>, value: ArgumentValue): ArgumentCheck {
  if (typeof value !== 'number' || !Number.isFinite(value)) return mismatch(type, value);
  const got = describeValue(value);
  if (type.kind === 'integer' && !Number.isSafeInteger(value))
    return wrong(`must be ${describeType(type)}, got ${got}`, within(type, Math.round(Math.abs(value))));
  if (type.min !== undefined && value < type.min)
    return wrong(`must be at least ${type.min}, got ${got}`, within(type, -value) ?? String(type.min));
  if (type.max !== undefined && value > type.max)
    return wrong(`must be at most ${type.max}, got ${got}`, type.max === 1 ? share(value) : String(type.max));
  return accept(value);
}

/** A number as text where the type allows it, drawn up to its least value. */
function within(type: { readonly min?: number; readonly max?: number }, value: number): string | undefined {
  const raised = value >= 0 ? Math.max(type.min ?? value, value) : value;
  const fits = raised >= (type.min ?? -Infinity) && raised <= (type.max ?? Infinity) && Number.isSafeInteger(raised);
  return fits ? String(raised) : undefined;
}

/** A share that was written in percent; what is no percentage is taken as a half. */
function share(value: number): string {
  return value > 1 && value < 100 ? String(value / 100) : '0.5';
}

function checkFactor(type: Extract<ParameterType, { kind: 'factor' }>, value: ArgumentValue): ArgumentCheck {
  const numbers = isList(value) ? value : [value];
  if ((isList(value) && value.length !== 2) || !numbers.every(isFinite)) return mismatch(type, value);
  const outside = numbers.find((number) => number < (type.min ?? -Infinity) || number > (type.max ?? Infinity));
  return outside === undefined ? accept(value) : mismatch(type, value);
}

function checkChoice(values: readonly string[], value: ArgumentValue): ArgumentCheck {
  if (typeof value !== 'string') return mismatch({ kind: 'choice', values }, value);
  const exact = values.find((candidate) => candidate === value.toLowerCase());
  if (exact !== undefined) return accept(exact);
  const near = didYouMean(value, values);
  const choices = describeType({ kind: 'choice', values });
  const suggestions = near === undefined && values.length <= 3 ? values : [near];
  return wrong(
    `must be ${choices.length > 40 && near !== undefined ? near : choices}, got ${describeValue(value)}`,
    ...suggestions,
  );
}

function checkSizes(type: Extract<ParameterType, { kind: 'sizes' }>, value: ArgumentValue): ArgumentCheck {
  const list = typeof value === 'number' ? new Array<number>(type.rank).fill(value) : value;
  if (!isList(list) || list.length !== type.rank || !list.every(isInteger)) {
    // The same size on too many axes, or too few, is meant for each.
    const [first] = isList(list) && list.every(isInteger) && new Set(list).size === 1 ? list : [];
    return mismatch(type, value, first === undefined ? undefined : String(first));
  }
  if (list.some((size) => typeof size === 'number' && size < type.min)) {
    return wrong(`must be at least ${type.min}, got ${describeValue(value)}`, String(type.min));
  }
  return accept(list);
}

function checkMargins(type: Extract<ParameterType, { kind: 'margins' }>, value: ArgumentValue): ArgumentCheck {
  const pairs = marginPairs(type.rank, value);
  if (pairs === undefined) return mismatch(type, value);
  if (pairs.some((pair) => pair.some((size) => size < 0)))
    return wrong(`must not be negative, got ${describeValue(value)}`, '0');
  return accept(pairs);
}

function marginPairs(rank: number, value: ArgumentValue): readonly (readonly [number, number])[] | undefined {
  if (isInteger(value)) return Array.from({ length: rank }, () => [value, value] as const);
  if (!isList(value)) return undefined;
  // In one dimension a pair is before and after, not two axes.
  const entries = rank === 1 ? [value] : value;
  if (entries.length !== rank) return undefined;
  const pairs: (readonly [number, number])[] = [];
  for (const entry of entries) {
    const pair = isInteger(entry) ? [entry, entry] : entry;
    if (!isList(pair) || pair.length !== 2) return undefined;
    const [before = null, after = null] = pair;
    if (!isInteger(before) || !isInteger(after)) return undefined;
    pairs.push([before, after]);
  }
  return pairs;
}

function checkIntegers(type: ParameterType, value: ArgumentValue): ArgumentCheck {
  return isList(value) && value.every(isInteger) ? accept(value) : mismatch(type, value);
}

function checkTargetShape(type: ParameterType, value: ArgumentValue): ArgumentCheck {
  if (!isList(value) || !value.every(isInteger)) return mismatch(type, value);
  if (value.some((size) => typeof size === 'number' && size !== -1 && size < 1)) {
    return wrong(`takes sizes of at least 1 and one -1, got ${describeValue(value)}`);
  }
  if (value.filter((size) => size === -1).length > 1) return wrong(`takes one -1 at most, got ${describeValue(value)}`);
  return accept(value);
}

function checkFunction(catalogue: FunctionCatalogue, value: ArgumentValue): ArgumentCheck {
  const wanted =
    catalogue.kind === 'activation' || catalogue.kind === 'initializer'
      ? `an ${catalogue.kind}`
      : `a ${catalogue.kind}`;
  if (typeof value !== 'string' && !isFunction(value)) return wrong(`must be ${wanted}, got ${describeValue(value)}`);
  const name = typeof value === 'string' ? value : value.name;
  const definition = catalogue.get(name);
  if (definition === undefined) {
    const near = didYouMean(
      name,
      catalogue.all.map((candidate) => candidate.name),
    );
    const guess = near === undefined ? '' : `; did you mean ${near}?`;
    return wrong(`must be ${wanted}, got ${describeValue(name)}${guess}`, near);
  }
  if (typeof value === 'string') return accept(functionValue(definition));
  return checkFunctionArguments(definition, value);
}

/** Positional arguments of a function stand under the keys `0`, `1`, …. */
function checkFunctionArguments(
  definition: { readonly name: string; readonly parameters: readonly ParameterDefinition[] },
  value: FunctionValue,
): ArgumentCheck {
  const args: { [name: string]: ArgumentValue } = {};
  for (const [key, given] of Object.entries(value.args)) {
    const parameter = /^\d+$/.test(key)
      ? definition.parameters[Number(key)]
      : definition.parameters.find(({ name }) => name === key);
    if (parameter === undefined)
      return wrong(`: ${definition.name} has no argument ${describeValue(/^\d+$/.test(key) ? Number(key) + 1 : key)}`);
    const check = checkArgument(parameter, given);
    if (!check.ok) return wrong(`: ${parameter.name} ${check.message}`);
    args[parameter.name] = check.value;
  }
  const missing = definition.parameters.find(
    (parameter) => parameter.default === undefined && args[parameter.name] === undefined,
  );
  if (missing !== undefined) return wrong(`: ${definition.name} needs ${missing.name}`);
  return accept(functionValue({ aliases: [], summary: '', ...definition }, args));
}

function checkKernel(type: ParameterType, value: ArgumentValue): ArgumentCheck {
  if (isKernel(value)) return accept(value);
  const shape = isList(value) ? nestedShape(value) : undefined;
  if (shape === undefined) return mismatch(type, value);
  const kernel: KernelValue = { kind: 'kernel', name: 'kernel', shape, values: flatNumbers(value) };
  return accept(kernel);
}

/** The sizes of a nested list of numbers, or undefined when it is empty or ragged. */
function nestedShape(value: ArgumentValue): readonly number[] | undefined {
  if (typeof value === 'number') return [];
  if (!isList(value) || value.length === 0) return undefined;
  const shapes = value.map(nestedShape);
  const [first] = shapes;
  if (first === undefined || shapes.some((shape) => shape?.join() !== first.join())) return undefined;
  return [value.length, ...first];
}

function flatNumbers(value: ArgumentValue): readonly number[] {
  if (isList(value)) return value.flatMap(flatNumbers);
  return typeof value === 'number' ? [value] : [];
}

function isNested(value: ArgumentValue): boolean {
  return nestedShape(value) !== undefined;
}

function isInteger(value: ArgumentValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

function isFinite(value: ArgumentValue): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
