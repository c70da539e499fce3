import type { ArgumentValue } from '../layers/definition';
import type { GraphNode } from '../model/graph';

/** Layers have them in common, and they say nothing about what is computed. */
const untold = new Set(['name', 'trainable', 'data_format']);

/** What a box says of a layer: its name, then the arguments that are not defaults, required ones without their name. */
export function describeArguments({ layer, args }: GraphNode): string {
  const told = layer.parameters.flatMap(({ name, type, default: usual }): readonly string[] => {
    const value = args[name];
    if (untold.has(name) || value === undefined || value === null || isDefault(value, usual)) return [];
    const bare = usual === undefined || type.kind === 'activation' || name === 'padding';
    return [bare ? describe(value) : `${name} ${describe(value)}`];
  });
  return told.length === 0 ? layer.name : `${layer.name} ${told.join(', ')}`;
}

/** Sizes are normalized to lists: `1` is the same as `[1, 1]`. */
function isDefault(value: ArgumentValue, usual: ArgumentValue | undefined): boolean {
  if (usual === undefined) return false;
  if (Array.isArray(value) && !Array.isArray(usual))
    return value.every((part: ArgumentValue) => isDefault(part, usual));
  if (isNamed(value)) return value.name === (isNamed(usual) ? usual.name : usual);
  return JSON.stringify(value) === JSON.stringify(usual);
}

function describe(value: ArgumentValue): string {
  if (Array.isArray(value)) {
    const parts = value.map((part: ArgumentValue) => describe(part));
    const [first = ''] = parts;
    return parts.every((part) => part === first) ? first : parts.join('x');
  }
  if (typeof value === 'number') return describeNumber(value);
  if (isNamed(value)) return value.name;
  return typeof value === 'object' && value !== null ? '…' : String(value);
}

/** `1.001e-5`, not `0.00001001`. */
function describeNumber(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}

/** Functions and kernels. */
function isNamed(value: ArgumentValue): value is Extract<ArgumentValue, { readonly name: string }> {
  return typeof value === 'object' && value !== null && 'name' in value;
}
