import { layerRegistry } from '../../layers/registry';
import type { DefaultsDeclaration, SyntaxNode } from '../../syntax/tree';
import { layerCallable, typeText } from '../callable';
import { choiceItems } from './choices';
import type { CompletionDraft } from './item';

/** After `defaults`: the layers that have arguments. */
export function defaultsItems(): readonly CompletionDraft[] {
  return layerRegistry.all.map(({ name, summary }) => ({
    label: name,
    kind: 'layer',
    rank: 0,
    documentation: summary,
  }));
}

/** Arguments of the layer that have no default here yet. */
export function defaultsKeyItems(declaration: DefaultsDeclaration): readonly CompletionDraft[] {
  const layer = layerRegistry.get(declaration.layer.text);
  if (layer === undefined) return [];
  const given = new Set(declaration.map.entries.map(({ key }) => (key.kind === 'Name' ? key.text : '')));
  return layerCallable(layer)
    .parameters.filter(({ name }) => !given.has(name))
    .map((parameter, index) => ({
      label: `${parameter.name}:`,
      kind: 'argument',
      rank: index / 1000,
      detail: typeText(parameter).replaceAll('`', ''),
      documentation: parameter.summary,
    }));
}

/** Values for the argument whose entry is being written. */
export function defaultsValueItems(
  declaration: DefaultsDeclaration,
  path: readonly SyntaxNode[],
): readonly CompletionDraft[] {
  const layer = layerRegistry.get(declaration.layer.text);
  const entry = path.find((node) => node.kind === 'Entry');
  const key = entry?.kind === 'Entry' && entry.key.kind === 'Name' ? entry.key.text : undefined;
  const parameter = layer === undefined ? undefined : layerCallable(layer).parameters.find(({ name }) => name === key);
  return parameter === undefined ? [] : choiceItems(parameter.type);
}
