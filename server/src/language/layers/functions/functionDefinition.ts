import type { FunctionValue, ParameterDefinition } from '../definition';

/** A function that an argument names: an activation, an initializer, a regularizer or a constraint. */
export interface FunctionDefinition {
  /** Keras's snake-case name, under which arguments hold it: `he_normal`. */
  readonly name: string;
  /** Keras's class name and short forms: `HeNormal`. */
  readonly aliases: readonly string[];
  /** One sentence. */
  readonly summary: string;
  readonly parameters: readonly ParameterDefinition[];
}

/** All functions of one kind, by every name they go by. */
export interface FunctionCatalogue<T extends FunctionDefinition = FunctionDefinition> {
  readonly kind: 'activation' | 'initializer' | 'regularizer' | 'constraint';
  readonly all: readonly T[];
  get(name: string): T | undefined;
}

export function catalogue<T extends FunctionDefinition>(
  kind: FunctionCatalogue['kind'],
  all: readonly T[],
): FunctionCatalogue<T> {
  const byName = new Map(
    all.flatMap((definition) => [definition.name, ...definition.aliases].map((name) => [name, definition] as const)),
  );
  return { kind, all, get: (name) => byName.get(name) };
}

/** A function by its name, every argument at its default. */
export function functionValue(definition: FunctionDefinition, args: FunctionValue['args'] = {}): FunctionValue {
  const defaults = Object.fromEntries(
    definition.parameters.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value] as const])),
  );
  return { kind: 'function', name: definition.name, args: { ...defaults, ...args } };
}
