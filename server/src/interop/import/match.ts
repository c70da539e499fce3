/** Holds the graph that a text gives against the model that it was written for. */
import type { GraphNode, ModelGraph } from '../../language/model/graph';
import type { ArgumentValue } from '../../language/layers/definition';
import type { ImportGraph, ImportNode } from './importNode';

export interface GraphMatch {
  /** Each node of the text's graph with what it stands for. */
  readonly pairs: ReadonlyMap<GraphNode, ImportNode>;
  /** The first difference; undefined where there is none. */
  readonly difference: string | undefined;
}

/** Goes from the outputs back to the inputs, by the order of each layer's inputs. */
export function matchGraphs(ours: ModelGraph, wanted: ImportGraph): GraphMatch {
  const pairs = new Map<GraphNode, ImportNode>();
  const owners = new Map<GraphNode['owner'], string>();
  if (ours.outputs.length !== new Set(wanted.outputs).size)
    return { pairs, difference: `${ours.outputs.length} outputs in place of ${wanted.outputs.length}` };
  const stack = [...new Set(wanted.outputs)].map((node, index): readonly [GraphNode | undefined, ImportNode] => [
    ours.outputs[index]?.node,
    node,
  ]);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [node, other] = next;
    const known = node && pairs.get(node);
    if (node === undefined || (known !== undefined && known !== other)) return { pairs, difference: other.name };
    if (known !== undefined) continue;
    const isSame =
      other.unknown !== undefined ||
      (other.layer === undefined
        ? node.source !== undefined
        : node.layer === other.layer && sameArguments(node, other) && node.inputs.length === other.inputs.length);
    const owner = owners.get(node.owner);
    if (!isSame || (owner !== undefined && owner !== other.owner)) return { pairs, difference: other.path.join('/') };
    pairs.set(node, other);
    owners.set(node.owner, other.owner);
    other.inputs.forEach((input, index) => stack.push([node.inputs[index], input]));
  }
  return { pairs, difference: undefined };
}

function sameArguments(node: GraphNode, other: ImportNode): boolean {
  return [...other.args].every(([name, value]) => text(node.args[name]) === text(value));
}

function text(value: ArgumentValue | undefined): string {
  return JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === 'number' ? Number(entry.toPrecision(15)) : entry,
  );
}
