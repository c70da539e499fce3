import type { ArgumentValue, FunctionValue, ParameterDefinition } from '../../../language/layers/definition';
import { activations } from '../../../language/layers/functions/activations';
import { constraints } from '../../../language/layers/functions/constraints';
import { regularizers } from '../../../language/layers/functions/regularizers';
import { schedules } from '../../../language/model/train/schedules';
import type { FunctionDefinition } from '../../../language/model/train/functionDefinition';
import { pythonText } from './pythonText';

/** An argument as Keras takes it; functions by kind. Undefined where Keras's default says the same. */
export function kerasArgument(
  {
    name,
    type,
    default: usual,
  }: Pick<ParameterDefinition, 'name' | 'default'> & { readonly type: { readonly kind: string } },
  value: ArgumentValue | undefined,
): string | undefined {
  if (value === undefined || JSON.stringify(value) === JSON.stringify(usual ?? null)) return undefined;
  return `${name}=${isFunction(value) ? kerasFunction(type.kind, value) : pythonText(value)}`;
}

/** `keras.optimizers.Adam(learning_rate=0.0001)`: a call with the arguments that differ from Keras's defaults. */
export function kerasCall(module: string, definition: FunctionDefinition, given: FunctionValue): string {
  const args = definition.parameters.flatMap((parameter) => kerasArgument(parameter, given.args[parameter.name]) ?? []);
  return `keras.${module}.${className(definition)}(${args.join(', ')})`;
}

/** Keras's class of a function: `CategoricalCrossentropy`. */
export function className({ name, aliases }: Pick<FunctionDefinition, 'name' | 'aliases'>): string {
  return [name, ...aliases].find((spelling) => /^[A-Z].*[a-z]/.test(spelling)) ?? name;
}

function kerasFunction(kind: string, value: FunctionValue): string {
  if (kind === 'activation') return activation(value);
  if (kind === 'rate') return kerasCall('optimizers.schedules', known(schedules, value), value);
  const [module, catalogue] =
    kind === 'constraint' ? (['constraints', constraints] as const) : (['regularizers', regularizers] as const);
  const definition = known([...catalogue.all], value);
  return kerasCall(module, definition, value);
}

/** A name where it has no arguments of its own, else the function with them. */
function activation(value: FunctionValue): string {
  const { parameters } = known([...activations.all], value);
  const args = parameters.flatMap((parameter) => kerasArgument(parameter, value.args[parameter.name]) ?? []);
  if (args.length === 0) return JSON.stringify(value.name);
  return `lambda x: keras.activations.${value.name}(x, ${args.join(', ')})`;
}

function known<T extends { readonly name: string; readonly aliases: readonly string[] }>(
  definitions: readonly T[],
  { name }: FunctionValue,
): T {
  const found = definitions.find((definition) => definition.name === name || definition.aliases.includes(name));
  if (found === undefined) throw new TypeError(`there is no ${name}`);
  return found;
}

function isFunction(value: ArgumentValue): value is FunctionValue {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'function';
}
