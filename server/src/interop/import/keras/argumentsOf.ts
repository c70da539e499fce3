/** The arguments of a Keras layer's configuration as those of the language's layer. */
import { normalizeArguments, type GivenArgument } from '../../../language/layers/arguments';
import type { ArgumentValue, LayerDefinition } from '../../../language/layers/definition';
import { isFunction } from '../../../language/layers/readers';
import { isList, isObject, own } from '../source/readJson';

export interface ReadArguments {
  readonly args: ReadonlyMap<string, ArgumentValue>;
  /** Sentences about what has no counterpart. */
  readonly problems: readonly string[];
}

/** What says nothing about the mathematics, or is the same in the language always. */
const ignored = new Set([
  'name',
  'dtype',
  'sparse',
  'ragged',
  'batch_input_shape',
  'batch_shape',
  'batch_size',
  'input_shape',
  'input_dim',
  'optional',
  'lora_rank',
  'lora_alpha',
  'quantization_config',
  'synchronized',
  'supports_masking',
  'autocast',
  'fused',
  'virtual_batch_size',
  'adjustment',
  'renorm_momentum',
]);

/** `rank` is that of the input with the batch, where it is known: the last axis is then written -1. */
export function argumentsOf(
  definition: LayerDefinition,
  config: { readonly [key: string]: unknown },
  rank: number | undefined,
): ReadArguments {
  const problems: string[] = [];
  const given: GivenArgument[] = [];
  for (const [key, raw] of Object.entries(config)) {
    if (ignored.has(key)) continue;
    const parameter = definition.parameters.find(({ name }) => name === key);
    const value = argumentValue(raw);
    if (parameter === undefined) {
      if (!isEmpty(value)) problems.push(`${definition.name} has no argument ${key} here`);
    } else if (key === 'data_format') {
      if (raw === 'channels_first') problems.push('channels stand last here, not first');
    } else if (value === undefined) problems.push(`${key} of ${definition.name} is not a value of the language`);
    else if (parameter.type.kind === 'activation' && parameter.default === null && value === 'linear') continue;
    else
      given.push({
        name: key,
        value: key === 'axis' ? lastAxis(value, rank) : key === 'noise_shape' ? noiseShape(value) : value,
      });
  }
  const normalized = normalizeArguments(definition, given);
  problems.push(...normalized.problems.map(({ message }) => message));
  const args = new Map<string, ArgumentValue>();
  for (const [name, value] of Object.entries(normalized.args))
    if (value !== undefined && name !== 'name') args.set(name, value);
  // Keras writes the strides of a pooling down where none were given.
  for (const { name, noneMeans } of definition.parameters)
    if (noneMeans !== undefined && JSON.stringify(args.get(name)) === JSON.stringify(args.get(noneMeans)))
      args.set(name, null);
  return { args, problems };
}

/** A value of a configuration as the language has it; undefined where it has no such value. */
export function argumentValue(raw: unknown): ArgumentValue | undefined {
  if (raw === null || raw === undefined) return null;
  if (typeof raw === 'number' || typeof raw === 'string' || typeof raw === 'boolean') return raw;
  if (isList(raw)) {
    const values = raw.map(argumentValue);
    return values.some((value) => value === undefined) ? undefined : values.map((value) => value ?? null);
  }
  return isObject(raw) ? functionOf(raw) : undefined;
}

/** `{ class_name: "HeNormal", config: { … } }`, or `{ class_name: "function", config: "relu6" }`. */
function functionOf(raw: { readonly [key: string]: unknown }): ArgumentValue | undefined {
  const [className, config] = [own(raw, 'class_name'), own(raw, 'config')];
  if (typeof className !== 'string') return undefined;
  if (className === '__tuple__') return argumentValue(own(raw, 'items'));
  if (className === 'function' || className === '__typename__')
    return typeof config === 'string' ? config : isObject(config) ? argumentValue(own(config, 'name')) : undefined;
  const args: { [name: string]: ArgumentValue } = {};
  for (const [key, entry] of Object.entries(isObject(config) ? config : {})) {
    const value = argumentValue(entry);
    if (value === undefined || key === '__proto__') return undefined;
    if (!(key === 'dtype' || key === 'name' || value === null || isFunction(value))) args[key] = value;
  }
  return { kind: 'function', name: className, args };
}

/** The language writes the batch as −1. */
function noiseShape(value: ArgumentValue): ArgumentValue {
  return isList(value) ? value.map((size) => size ?? -1) : value;
}

function lastAxis(value: ArgumentValue, rank: number | undefined): ArgumentValue {
  const single = isList(value) && value.length === 1 ? value[0] : value;
  return rank !== undefined && single === rank - 1 ? -1 : (single ?? value);
}

function isEmpty(value: ArgumentValue | undefined): boolean {
  return value === null || value === false || value === 0 || (isList(value) && value.length === 0);
}
