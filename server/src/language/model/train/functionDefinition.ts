import type { ArgumentValue, ParameterType } from '../../layers/definition';

/** An optimizer, loss, metric, schedule or callback: its Keras name, arguments with their defaults, and a sentence. */
export interface FunctionDefinition {
  /** The name in `TrainSettings`: Keras's class name, or its snake-case name for losses and metrics. */
  readonly name: string;
  /** Other spellings: `adam`, `mse`, `MeanSquaredError`. */
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly parameters: readonly FunctionParameter[];
}

export interface FunctionParameter {
  readonly name: string;
  /** A `rate` is a number or a learning rate schedule. */
  readonly type: ParameterType | { readonly kind: 'rate' };
  /** Undefined means that it is required. */
  readonly default?: ArgumentValue;
  readonly summary: string;
}

/** A definition by any of its spellings. */
export function findFunction(definitions: readonly FunctionDefinition[], name: string): FunctionDefinition | undefined {
  return definitions.find((definition) => definition.name === name || definition.aliases.includes(name));
}

/** Every spelling, for did-you-mean. */
export function functionNames(definitions: readonly FunctionDefinition[]): readonly string[] {
  return definitions.flatMap((definition) => [definition.name, ...definition.aliases]);
}

/** A number argument with a default. */
export function float(
  name: string,
  value: number | null,
  summary: string,
  min?: number,
  max?: number,
): FunctionParameter {
  const type: ParameterType = {
    kind: 'float',
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(value === null ? { optional: true } : {}),
  };
  return { name, type, default: value, summary };
}

/** A whole-number argument with a default. */
export function integer(name: string, value: number | null, summary: string, min = 0): FunctionParameter {
  return {
    name,
    type: { kind: 'integer', min, ...(value === null ? { optional: true } : {}) },
    default: value,
    summary,
  };
}

/** A true-or-false argument with a default. */
export function flag(name: string, value: boolean, summary: string): FunctionParameter {
  return { name, type: { kind: 'boolean' }, default: value, summary };
}

/** An argument that is one of some words, with a default. */
export function choice(name: string, values: readonly string[], value: string, summary: string): FunctionParameter {
  return { name, type: { kind: 'choice', values }, default: value, summary };
}
