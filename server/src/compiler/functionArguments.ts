import type { ArgumentValue, FunctionValue } from '../language/layers/definition';
import { findFunction, type FunctionDefinition } from '../language/model/train/functionDefinition';

/** The arguments of a loss, metric, optimizer or schedule, Keras's defaults filled in. */
export interface FunctionArguments {
  /** The catalogue's name, whatever alias was used. */
  readonly name: string;
  /** A number; throws where there is none. */
  number(name: string): number;
  /** A number, or null for `none`. */
  optional(name: string): number | null;
  flag(name: string): boolean;
  /** A word, empty for `none`. */
  text(name: string): string;
  numbers(name: string): readonly number[];
  value(name: string): ArgumentValue | undefined;
}

/** Reads a function by its definition in a catalogue of the language; throws for a name that is not there. */
export function functionArguments(catalogue: readonly FunctionDefinition[], given: FunctionValue): FunctionArguments {
  const definition = findFunction(catalogue, given.name);
  if (definition === undefined) throw new Error(`there is no ${given.name}`);
  const defaults = new Map(definition.parameters.map((parameter) => [parameter.name, parameter.default]));
  const value = (name: string): ArgumentValue | undefined => given.args[name] ?? defaults.get(name);
  const wrong = (name: string, kind: string): Error =>
    new Error(`${definition.name}: ${name} must be ${kind}, got ${JSON.stringify(value(name))}`);
  const optional = (name: string): number | null => {
    const found = value(name) ?? null;
    if (found !== null && typeof found !== 'number') throw wrong(name, 'a number');
    return found;
  };
  return {
    name: definition.name,
    value,
    optional,
    number(name) {
      const found = optional(name);
      if (found === null) throw wrong(name, 'a number');
      return found;
    },
    flag: (name) => value(name) === true,
    text(name) {
      const found = value(name) ?? '';
      if (typeof found !== 'string') throw wrong(name, 'a word');
      return found;
    },
    numbers(name) {
      const found = value(name);
      if (!Array.isArray(found)) throw wrong(name, 'a list of numbers');
      return found.map(Number);
    },
  };
}
