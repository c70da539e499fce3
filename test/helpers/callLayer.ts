import { normalizeArguments, type GivenArgument } from '../../server/src/language/layers/arguments';
import type { ArgumentValue, LayerArguments, LayerDefinition } from '../../server/src/language/layers/definition';
import { layerRegistry } from '../../server/src/language/layers/registry';
import { elementCount, formatShape, type Shape } from '../../server/src/language/model/shape';

/** A layer by name with checked arguments; fails the test where an argument is wrong. */
export function layerCall(
  name: string,
  ...given: readonly (ArgumentValue | Named)[]
): { readonly layer: LayerDefinition; readonly args: LayerArguments } {
  const layer = layerNamed(name);
  const { args, problems } = normalizeArguments(layer, given.map(asGiven));
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return { layer, args };
}

export interface Named {
  readonly named: string;
  readonly value: ArgumentValue;
}

export function named(name: string, value: ArgumentValue): Named {
  return { named: name, value };
}

export function layerNamed(name: string): LayerDefinition {
  const layer = layerRegistry.get(name);
  if (layer === undefined) throw new Error(`There is no layer called ${name}.`);
  return layer;
}

/** `26x26x32 320`, or the message and its fixes: what a call gives, in one line. */
export function pictureOf(name: string, inputs: readonly Shape[], given: readonly (ArgumentValue | Named)[]): string {
  const layer = layerNamed(name);
  const { args, problems } = normalizeArguments(layer, given.map(asGiven));
  if (problems.length > 0) return problems.map(({ message }) => message).join(' | ');
  const inference = layer.inferShape(inputs, args);
  if (!inference.ok) return [inference.problem.message, ...inference.problem.fixes.map(fixText)].join(' | ');
  const params = (layer.weights?.(inputs, args) ?? []).map(({ shape }) => elementCount(shape) ?? '?');
  const total = params.includes('?') ? '?' : params.reduce<number>((sum, count) => sum + Number(count), 0);
  return `${formatShape(inference.output)} ${total}`;
}

function fixText(fix: {
  readonly kind: string;
  readonly argument?: string;
  readonly value?: string;
  readonly layer?: string;
  readonly call?: string;
  readonly to?: string;
}): string {
  if (fix.kind === 'set') return `${fix.argument}=${fix.value}`;
  if (fix.kind === 'rename') return `${fix.argument} → ${fix.to}`;
  return `${fix.kind} ${fix.argument ?? fix.layer ?? fix.call ?? ''}`;
}

function asGiven(value: ArgumentValue | Named): GivenArgument {
  return isNamed(value) ? { name: value.named, value: value.value } : { name: undefined, value };
}

function isNamed(value: ArgumentValue | Named): value is Named {
  return typeof value === 'object' && value !== null && 'named' in value;
}
