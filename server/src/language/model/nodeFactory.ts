import type { Location } from '../diagnostics/diagnostic';
import type { LayerArguments, LayerDefinition, LayerProblem, WeightDefinition } from '../layers/definition';
import type { BuildNode, NodeSyntax } from './buildNode';
import type { GraphNode, InputSource, LayerInstance } from './graph';
import { KerasNames, kerasName } from './kerasName';
import { layerFacts, type LayerFacts } from './layerFacts';
import { inputField, slideField, uniteFields } from './receptiveField';
import { formatShape, type Shape } from './shape';
import { weightTotals } from './totals';

/** As many layers as one model may have once blocks and repetitions are expanded. */
export const expansionLimit = 50_000;

export interface NodeRequest {
  readonly layer: LayerDefinition;
  readonly args: LayerArguments;
  readonly inputs: readonly BuildNode[];
  readonly path: string;
  /** Where its weights live: the path, except inside shared layers. */
  readonly weightPath: string;
  readonly scope: readonly string[];
  readonly origin: readonly Location[];
  readonly syntax: NodeSyntax;
  /** On inputs alone. */
  readonly source?: InputSource | undefined;
  /** Given instead of inferred: the shape of an input. */
  readonly output?: Shape | undefined;
}

/** A node, and what keeps its shape from being inferred. */
export interface MadeNode {
  readonly node: BuildNode;
  readonly problem: LayerProblem | undefined;
}

/** Makes the nodes of one model: infers shapes, shares weights, numbers names. */
export class NodeFactory {
  readonly nodes: BuildNode[] = [];
  /** The node that first used each layer. */
  readonly firstUse = new Map<LayerInstance, BuildNode>();
  /** True once the expansion limit is passed; no node is made from then on. */
  isFull = false;
  private readonly instances = new Map<string, LayerInstance>();
  private readonly places = new Map<string, number>();
  private readonly names = new KerasNames();
  private steps = 0;

  /** Counts one expansion, even of a block without layers, towards the limit. */
  countExpansion(): boolean {
    this.steps += 1;
    this.isFull ||= this.steps > expansionLimit;
    return !this.isFull;
  }

  /** `Conv2D` for the first in a place, then `Conv2D/2`, `Conv2D/3`, …. */
  component(prefix: string, name: string): string {
    const key = joinPath(prefix, name);
    const count = (this.places.get(key) ?? 0) + 1;
    this.places.set(key, count);
    return count === 1 ? name : `${name}/${count}`;
  }

  make(request: NodeRequest): MadeNode {
    const { layer, args, inputs } = request;
    const shapes = knownShapes(inputs);
    const facts = shapes === undefined || inputs.length === 0 ? undefined : layerFacts(layer, shapes, args);
    const output = request.output ?? facts?.output;
    // A layer that does not fit has no weights to count: sums over it are unknown, and assertions about them too.
    const { owner, problem } = this.owner(request, facts?.problem === undefined ? facts?.weights : undefined);
    const node: BuildNode = {
      id: this.nodes.length,
      path: request.path,
      name: owner.name,
      layer,
      args,
      inputs,
      output,
      owner,
      macs: inputs.length === 0 ? 0 : facts?.problem === undefined ? (facts?.macs ?? null) : null,
      receptiveField: fieldOf(inputs, output, facts),
      source: request.source,
      origin: request.origin,
      tensor: undefined,
      scope: request.scope,
      syntax: request.syntax,
      consumers: [],
    };
    this.nodes.push(node);
    if (!this.firstUse.has(owner)) this.firstUse.set(owner, node);
    for (const input of inputs) input.consumers.push(node);
    return { node, problem: facts?.problem ?? problem };
  }

  private owner(
    request: NodeRequest,
    known: readonly WeightDefinition[] | undefined,
  ): { owner: LayerInstance; problem: LayerProblem | undefined } {
    const { layer, args } = request;
    const weights = layer.weights === undefined ? [] : known;
    const existing = this.instances.get(request.weightPath);
    if (existing !== undefined) return { owner: existing, problem: sharingProblem(layer, existing.weights, weights) };
    const trainable = args['trainable'] !== false && !(weights ?? []).some((weight) => weight.fixed !== undefined);
    const given = args['name'];
    const owner: LayerInstance = {
      path: request.weightPath,
      name: this.names.next(typeof given === 'string' && given !== '' ? given : kerasName(layer)),
      weights: weights ?? [],
      trainable,
      params: weightTotals(weights, trainable, null),
    };
    this.instances.set(request.weightPath, owner);
    return { owner, problem: undefined };
  }
}

/** Joins the parts of a path; either may be empty. */
export function joinPath(prefix: string, name: string): string {
  if (prefix === '') return name;
  return name === '' ? prefix : `${prefix}/${name}`;
}

function fieldOf(
  inputs: readonly BuildNode[],
  output: Shape | undefined,
  facts: LayerFacts | undefined,
): GraphNode['receptiveField'] {
  if (inputs.length === 0) return inputField(output);
  if (facts === undefined || output === undefined) return undefined;
  return slideField(uniteFields(inputs.map((input) => input.receptiveField)), facts.field);
}

function knownShapes(inputs: readonly BuildNode[]): readonly Shape[] | undefined {
  const shapes: Shape[] = [];
  for (const { output } of inputs) {
    if (output === undefined) return undefined;
    shapes.push(output);
  }
  return shapes;
}

function sharingProblem(
  layer: LayerDefinition,
  built: readonly WeightDefinition[],
  wanted: readonly WeightDefinition[] | undefined,
): LayerProblem | undefined {
  if (wanted === undefined || built.length === 0) return undefined;
  for (const [index, weight] of wanted.entries()) {
    const first = built[index];
    if (first === undefined || sameShape(first.shape, weight.shape)) continue;
    const message = `Shared ${layer.name} has ${first.name} ${formatShape(first.shape)}, here it would need ${formatShape(weight.shape)}`;
    return { code: 'shared', message, fixes: [] };
  }
  return undefined;
}

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === null || b[axis] === null || size === b[axis]);
}
