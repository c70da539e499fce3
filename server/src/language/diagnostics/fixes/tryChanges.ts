import type { LayerArguments, LayerDefinition } from '../../layers/definition';
import type { BuildNode } from '../../model/buildNode';
import { inferOutput } from '../../model/layerFacts';
import type { Shape } from '../../model/shape';
import { callArguments } from '../callArguments';
import { priceOf } from '../price';

/** What an edit of the text does to one node of the graph. */
export interface Change {
  readonly node: BuildNode;
  readonly layer?: LayerDefinition;
  readonly args?: LayerArguments;
  /** The shape of an input that is written otherwise. */
  readonly output?: Shape;
  /** The node passes its input on. */
  readonly removed?: boolean;
  /** A call put between an input and the node. */
  readonly before?: { readonly input: number; readonly call: string };
  /** A call put behind the node. */
  readonly after?: string;
  /** It no longer shares its weights. */
  readonly isOwn?: boolean;
}

export interface Outcome {
  readonly output: Shape;
  /** The difference in parameters; a layer that did not fit had none. */
  readonly params: number;
}

/** More nodes than this behind a change are not tried. */
const most = 2_000;

/**
 * What a node gives after changes here or before it, everything between and beside inferred anew; undefined
 * where it, or anything that fitted so far, would not fit then.
 */
export function tryChanges(target: BuildNode, changes: readonly Change[]): Outcome | undefined {
  const byNode = new Map(changes.map((change) => [change.node, change]));
  const affected = behind([...byNode.keys(), target]);
  if (affected === undefined) return undefined;
  const outputs = new Map<BuildNode, Shape | undefined>();
  const counted = new Map<BuildNode['owner'], number>();
  let params = 0;
  for (const node of affected) {
    const change = byNode.get(node);
    const shapes = node.inputs.map((input) => (outputs.has(input) ? outputs.get(input) : input.output));
    const result = renew(node, change, shapes);
    if (result === undefined) {
      if (node === target || node.output !== undefined || change !== undefined) return undefined;
      outputs.set(node, undefined);
      continue;
    }
    outputs.set(node, result.output);
    params += result.extra;
    if (change?.isOwn === true) {
      params += result.weights;
      continue;
    }
    const sharedBy = counted.get(node.owner);
    if (sharedBy !== undefined && sharedBy !== result.weights) return undefined;
    if (sharedBy === undefined) {
      counted.set(node.owner, result.weights);
      params += result.weights - weightsNow(node);
    }
  }
  const output = outputs.get(target);
  return output === undefined ? undefined : { output, params };
}

/** All nodes that hang together with one, up to a limit: those that a change of a call may concern. */
export function connectedTo(node: BuildNode): readonly BuildNode[] {
  const reached = new Set<BuildNode>([node]);
  for (const current of reached) {
    if (reached.size > most) break;
    for (const next of [...current.inputs, ...current.consumers]) reached.add(next);
  }
  return [...reached];
}

/** The nodes and all that comes from them, in the order in which they were made. */
function behind(start: readonly BuildNode[]): readonly BuildNode[] | undefined {
  const reached = new Set(start);
  for (const node of reached) {
    if (reached.size > most) return undefined;
    for (const consumer of node.consumers) reached.add(consumer);
  }
  return [...reached].sort((a, b) => a.id - b.id);
}

function renew(
  node: BuildNode,
  change: Change | undefined,
  given: readonly (Shape | undefined)[],
): { output: Shape; weights: number; extra: number } | undefined {
  if (change?.output !== undefined) return { output: change.output, weights: 0, extra: 0 };
  if (node.inputs.length === 0)
    return node.output === undefined ? undefined : { output: node.output, weights: 0, extra: 0 };
  if (!given.every((shape) => shape !== undefined)) return undefined;
  let extra = 0;
  const insert = (call: string, shape: Shape): Shape | undefined => {
    const inserted = callArguments(call);
    if (inserted === undefined) return undefined;
    extra += priceOf(inserted.layer, [shape], inserted.args);
    return inferOutput(inserted.layer, [shape], inserted.args).output;
  };
  const shapes: (Shape | undefined)[] = [...given];
  const before = change?.before;
  const side = before === undefined ? undefined : given[before.input];
  if (before !== undefined && side !== undefined) shapes[before.input] = insert(before.call, side);
  if (!shapes.every((shape) => shape !== undefined)) return undefined;
  const layer = change?.layer ?? node.layer;
  const args = change?.args ?? node.args;
  const own = change?.removed === true ? shapes[0] : inferOutput(layer, shapes, args).output;
  const output = own === undefined || change?.after === undefined ? own : insert(change.after, own);
  if (output === undefined) return undefined;
  return { output, weights: change?.removed === true ? 0 : priceOf(layer, shapes, args), extra };
}

function weightsNow(node: BuildNode): number {
  const shapes = node.inputs.map(({ output }) => output);
  if (node.output === undefined || shapes.length === 0 || !shapes.every((shape) => shape !== undefined)) return 0;
  return priceOf(node.layer, shapes, node.args);
}
