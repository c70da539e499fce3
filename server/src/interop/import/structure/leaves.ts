import type { ArgumentValue, LayerDefinition, ParameterDefinition } from '../../../language/layers/definition';
import { isList } from '../../../language/layers/readers';
import type { ImportNode } from '../importNode';

/** Arguments that may differ between the uses of a block; the others belong to its structure. */
export function isLeaf({ type }: ParameterDefinition): boolean {
  return !['initializer', 'regularizer', 'constraint', 'kernel', 'text', 'numbers'].includes(type.kind);
}

/** The values of a layer that a block may take as parameters, in the order of its arguments. */
export function leavesOf(node: ImportNode): readonly { readonly name: string; readonly value: ArgumentValue }[] {
  return parametersOf(node.layer).flatMap((parameter) => {
    const value = node.args.get(parameter.name);
    if (value === undefined || !isLeaf(parameter)) return [];
    if (parameter.type.kind === 'target-shape' && isList(value))
      return value.map((size) => ({ name: 'size', value: size }));
    return [{ name: parameter.name, value: simplified(parameter, value) }];
  });
}

/** `3` for `(3, 3)`: as one would write it. */
export function simplified({ type }: ParameterDefinition, value: ArgumentValue): ArgumentValue {
  const [first] = isList(value) ? value : [];
  if (type.kind === 'sizes' && isList(value) && first !== undefined && value.every((size) => size === first))
    return first;
  if (type.kind === 'margins' && isList(value)) {
    const flat = value.flatMap((pair) => (isList(pair) ? pair : [pair]));
    const [margin] = flat;
    if (margin !== undefined && flat.every((size) => size === margin)) return margin;
    if (value.length === 1 && first !== undefined) return first;
  }
  return value;
}

/** What must be equal in all uses of a block. */
export function structureOf(node: ImportNode): string {
  const fixed = parametersOf(node.layer).flatMap((parameter) => {
    const value = node.args.get(parameter.name);
    if (value === undefined) return [];
    if (!isLeaf(parameter)) return [`${parameter.name}=${JSON.stringify(value)}`];
    return parameter.type.kind === 'target-shape' && isList(value) ? [`${parameter.name}#${value.length}`] : [];
  });
  return `${node.layer?.name ?? `?${node.unknown ?? ''}${node.id}`}(${fixed.join(',')})`;
}

export function parametersOf(layer: LayerDefinition | undefined): readonly ParameterDefinition[] {
  return layer?.parameters ?? [];
}
