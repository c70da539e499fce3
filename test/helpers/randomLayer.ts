import { normalizeArguments, type GivenArgument } from '../../server/src/language/layers/arguments';
import type {
  ArgumentValue,
  LayerDefinition,
  ParameterDefinition,
  ParameterType,
} from '../../server/src/language/layers/definition';
import { layerRegistry } from '../../server/src/language/layers/registry';
import type { Shape } from '../../server/src/language/model/shape';
import { isName } from '../../server/src/language/syntax/scanner';
import { chance, pick, whole } from './dice';

/** A call of a layer as text, and the shape behind it. */
export interface RandomLayer {
  readonly text: string;
  readonly output: Shape;
}

/** Tensors larger than this make every later layer slow and say nothing new. */
const largest = 200_000;

/**
 * A layer of the registry that fits a tensor, with arguments of the right types: what is required, and a few
 * of what is not. Undefined when the dice found none.
 */
export function randomLayer(input: Shape, random: () => number): RandomLayer | undefined {
  const fitting = layerRegistry.all.filter(
    ({ inputs, lower }) => inputs.min === 1 && inputs.max === 1 && lower !== undefined,
  );
  for (let attempt = 0; attempt < 30; attempt++) {
    const layer = pick(fitting, random);
    const found = callOf(layer, input, random);
    if (found !== undefined) return found;
  }
  return undefined;
}

function callOf(layer: LayerDefinition, input: Shape, random: () => number): RandomLayer | undefined {
  const given: GivenArgument[] = [];
  let byPosition = true;
  for (const parameter of layer.parameters) {
    const isRequired = parameter.default === undefined;
    if (!isRequired && (parameter.name === 'name' || !chance(0.12, random))) {
      byPosition = false;
      continue;
    }
    const value = valueOf(parameter, random);
    if (value === undefined) return undefined;
    byPosition &&= parameter.keywordOnly !== true;
    given.push({ name: byPosition ? undefined : parameter.name, value });
  }
  const { args, problems } = normalizeArguments(layer, given);
  if (problems.length > 0) return undefined;
  const inference = layer.inferShape([input], args);
  if (!inference.ok || inference.output === undefined || !isModest(inference.output)) return undefined;
  const list = given.map(({ name, value }) => (name === undefined ? textOf(value) : `${name}=${textOf(value)}`));
  const name = pick([layer.name, ...layer.aliases], random);
  return { text: list.length === 0 ? name : `${name}(${list.join(', ')})`, output: inference.output };
}

function isModest(shape: Shape): boolean {
  return (
    shape.length > 0 &&
    shape.every((size): size is number => size !== null) &&
    shape.reduce((product, size) => product * size, 1) <= largest
  );
}

function valueOf({ type }: ParameterDefinition, random: () => number): ArgumentValue | undefined {
  if ('optional' in type && type.optional && chance(0.1, random)) return null;
  switch (type.kind) {
    case 'integer':
      return clamp(whole(1, 12, random), type);
    case 'float':
    case 'factor':
      return clamp(whole(1, 9, random) / 10, type);
    case 'boolean':
      return chance(0.5, random);
    case 'choice':
      return pick(type.values, random);
    case 'text':
      return 'label';
    case 'sizes':
      return chance(0.5, random)
        ? whole(type.min, 3, random)
        : Array.from({ length: type.rank }, () => whole(type.min, 3, random));
    case 'margins':
      return whole(0, 2, random);
    case 'axes':
      return -1;
    case 'target-shape':
      return [-1];
    case 'activation':
      return pick(['relu', 'tanh', 'sigmoid', 'elu', 'linear'], random);
    case 'initializer':
      return pick(['he_normal', 'zeros', 'glorot_uniform'], random);
    case 'regularizer':
      return { kind: 'function', name: 'l2', args: { '0': 0.001 } };
    case 'numbers':
    case 'constraint':
    case 'kernel':
      return undefined;
  }
}

function clamp(value: number, { min, max }: Extract<ParameterType, { kind: 'integer' | 'float' | 'factor' }>): number {
  return Math.min(max ?? Infinity, Math.max(min ?? -Infinity, value));
}

/** A value as one writes it. */
function textOf(value: ArgumentValue | undefined): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string') return isName(value) ? value : `"${value}"`;
  if (typeof value !== 'object') return String(value);
  if (!('kind' in value))
    return value.length === 1 ? `[${value.map(textOf).join(', ')}]` : `(${value.map(textOf).join(', ')})`;
  return value.kind === 'kernel' ? value.name : `${value.name}(${Object.values(value.args).map(textOf).join(', ')})`;
}
