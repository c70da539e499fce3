import type { FieldStep } from '../language/layers/definition';
import { functionOf } from '../language/layers/readers';
import type { GraphNode, ModelGraph } from '../language/model/graph';

/** How many of its first places, by spatial axis, something needs of a value; all of them where it is `all`. */
export type Extents = readonly number[] | 'all';

/**
 * What is used of each node's output: a pooling or a stride may leave the last rows and columns out, and whatever is
 * computed for them, forward and back, is computed for nobody. `graph` must be complete.
 */
export function usedExtents(graph: ModelGraph): ReadonlyMap<GraphNode, Extents> {
  const used = new Map<GraphNode, Extents>(graph.outputs.map(({ node }) => [node, 'all']));
  for (const node of graph.nodes.toReversed()) {
    const own = isPenalized(node) ? 'all' : (used.get(node) ?? 'all');
    used.set(node, own);
    const needed = neededOfInput(node, own);
    for (const input of node.inputs) used.set(input, larger(used.get(input), needed));
  }
  return used;
}

/** The spatial sizes of a node's output. */
export function spatialOutput(node: GraphNode): readonly number[] {
  return (node.output ?? []).slice(0, -1).map((size) => size ?? 0);
}

/** The window of a node whose units are a function of one window each, where nothing about it is unknown. */
export function windowOfNode({ layer, args, inputs: [input] }: GraphNode): readonly KnownStep[] | undefined {
  if (layer.windowOperation === undefined || input?.output === undefined) return undefined;
  const steps = layer.receptiveField?.([input.output], args);
  if (steps === undefined || steps === 'whole' || !steps.every(isKnown)) return undefined;
  return steps;
}

export interface KnownStep extends FieldStep {
  readonly before: number;
}

/** The length of the padded input, from its first place on, that so many places of an output see. */
export function paddedLength({ size, stride, dilation }: KnownStep, places: number): number {
  return (places - 1) * stride + (size - 1) * dilation + 1;
}

function neededOfInput(node: GraphNode, own: Extents): Extents {
  if (isPointwise(node)) return own;
  const window = windowOfNode(node);
  const [input] = node.inputs;
  // Only a convolution may take zeros for what lies outside; a pooling must know that it is outside.
  const bare = node.args['padding'] === 'valid';
  if (window === undefined || input === undefined || (isPooling(node) && !bare)) return 'all';
  const places = own === 'all' ? spatialOutput(node) : own;
  const sizes = spatialOutput(input);
  return window.map((step, axis) => Math.min(sizes[axis] ?? 0, paddedLength(step, places[axis] ?? 0) - step.before));
}

export function isPooling({ layer }: GraphNode): boolean {
  return layer.category === 'pooling';
}

/** Each place of the output is a function of the same place of the input, with the same function everywhere. */
function isPointwise({ layer, owner }: GraphNode): boolean {
  return (
    layer.category === 'activation' &&
    owner.weights.length === 0 &&
    layer.parameters.every(({ name }) => name !== 'axis')
  );
}

/** A penalty on the output sums over all of it. */
function isPenalized({ layer, args }: GraphNode): boolean {
  return Boolean(layer.activityRegularizer?.(args) ?? functionOf(args, 'activity_regularizer'));
}

function isKnown(step: FieldStep): step is KnownStep {
  return step.before !== null && step.upsample === undefined;
}

function larger(known: Extents | undefined, needed: Extents): Extents {
  if (known === undefined || needed === 'all') return needed;
  return known === 'all' ? known : known.map((size, axis) => Math.max(size, needed[axis] ?? 0));
}
