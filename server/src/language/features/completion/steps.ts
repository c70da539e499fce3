import { dataSteps } from '../../data/steps';
import { normalizeArguments } from '../../layers/arguments';
import type { LayerArguments, LayerCategory, LayerDefinition } from '../../layers/definition';
import { layerRegistry } from '../../layers/registry';
import type { DocumentAnalysis } from '../../model/graph';
import { formatShape, type Shape } from '../../model/shape';
import { layerCallable, type Callable, blockCallable } from '../callable';
import { namesOf, type Container } from '../target';
import type { CompletionDraft } from './item';

/** What may follow `->` in a body: shared layers, blocks, and layers, those that take the incoming shape first. */
export function stepItems(
  analysis: DocumentAnalysis,
  container: Container | undefined,
  incoming: Shape | undefined,
): readonly CompletionDraft[] {
  const shared = container === undefined ? [] : [...namesOf(container)].filter(([, node]) => node.kind === 'Layer');
  return [
    ...shared.map(([label]): CompletionDraft => ({ label, kind: 'layer', rank: 0, detail: 'shared layer' })),
    ...blockItems(analysis, container),
    ...layerRegistry.all.map((definition) => layerItem(definition, incoming)),
  ];
}

/** Layers for `data … ->`: preprocessing first. */
export function dataStepItems(): readonly CompletionDraft[] {
  const layers = layerRegistry.all.filter(
    (definition) => definition.inputs.min <= 1 && definition.weights === undefined,
  );
  return [...dataSteps, ...layers].map((definition) => ({
    ...layerItem(definition, undefined),
    rank: definition.category === 'preprocessing' ? 0 : 3,
  }));
}

export function blockItems(analysis: DocumentAnalysis, container: Container | undefined): readonly CompletionDraft[] {
  return [...analysis.scope.blocks]
    .filter(([name]) => container?.name.text !== name)
    .map(([label, block]) => {
      const callable = blockCallable(block.node, block.file.text);
      return { label, kind: 'block', rank: 1, detail: 'block', snippet: callSnippet(callable) };
    });
}

export function layerItem(definition: LayerDefinition, incoming: Shape | undefined): CompletionDraft {
  const { args, snippet } = useOf(definition);
  const fit = incoming === undefined ? { fits: true, output: undefined } : fitOf(definition, incoming, args);
  return {
    label: definition.name,
    kind: 'layer',
    rank: (fit.fits ? 2 : 5) + usual(definition),
    detail: fit.output === undefined ? definition.category : `${formatShape(fit.output)}  ${definition.category}`,
    documentation: definition.summary,
    snippet,
  };
}

/** Kinds of layers as often as people reach for them behind one tensor. */
const categories: readonly LayerCategory[] = [
  'convolution',
  'pooling',
  'core',
  'reshaping',
  'normalization',
  'activation',
  'regularization',
  'reduction',
  'preprocessing',
  'merging',
];

/** Below 1: orders the layers that fit alike, those that do most of the work in a network first. */
function usual({ category }: LayerDefinition): number {
  return categories.indexOf(category) / 100;
}

interface LayerUse {
  /** Those of a use that gives none. */
  readonly args: LayerArguments;
  readonly snippet: string | undefined;
}

const uses = new WeakMap<LayerDefinition, LayerUse>();

/** What a use of a layer begins with; the same each time. */
function useOf(definition: LayerDefinition): LayerUse {
  const known = uses.get(definition);
  if (known !== undefined) return known;
  const use = { args: normalizeArguments(definition, []).args, snippet: callSnippet(layerCallable(definition)) };
  uses.set(definition, use);
  return use;
}

/** `Conv2D(${1:filters}, ${2:kernel_size})`; just the name where nothing is required. */
export function callSnippet(callable: Callable): string | undefined {
  const required = callable.parameters.filter(
    (parameter) => parameter.default === undefined && !parameter.isKeywordOnly,
  );
  if (required.length === 0) return undefined;
  return `${callable.name}(${required.map(({ name }, index) => `\${${index + 1}:${name}}`).join(', ')})`;
}

/** Whether a layer with its defaults takes a tensor of this shape, and what comes out where that is known. */
function fitOf(
  definition: LayerDefinition,
  incoming: Shape,
  args: LayerArguments,
): { readonly fits: boolean; readonly output: Shape | undefined } {
  const count = Math.max(1, definition.inputs.min);
  const inference = definition.inferShape(
    Array.from({ length: count }, () => incoming),
    args,
  );
  if (!inference.ok) return { fits: false, output: undefined };
  const isKnown = inference.output?.every((size) => size !== null) === true;
  return { fits: true, output: isKnown ? inference.output : undefined };
}
