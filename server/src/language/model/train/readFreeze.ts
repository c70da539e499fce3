import { unknownName } from '../../diagnostics/unknownName';
import type { GraphNode, ModelAnalysis } from '../graph';
import type { Report } from '../problem';
import { asWord } from '../value';
import type { EntryReader } from './entryReader';

/** The owners that do not train: those of shared layers, and those of all that leads to a tensor. */
export function readFreeze(reader: EntryReader, model: ModelAnalysis | undefined, report: Report): readonly string[] {
  const entry = reader.find('freeze');
  if (entry === undefined || model === undefined) return [];
  const frozen = new Set<string>();
  for (const { value, node } of reader.items(entry)) {
    const name = asWord(value);
    if (name === undefined) continue;
    const nodes = frozenNodes(model, name);
    if (nodes === undefined)
      report(unknownName('tensor', name, node, [...model.layers.keys(), ...model.tensors.keys()]));
    for (const { owner } of nodes ?? []) if (owner.weights.length > 0) frozen.add(owner.path);
  }
  return [...frozen];
}

function frozenNodes(model: ModelAnalysis, name: string): readonly GraphNode[] | undefined {
  if (model.layers.has(name))
    return model.graph.nodes.filter(({ owner }) => owner.path === name || owner.path.startsWith(`${name}/`));
  const statement = model.tensors.get(name);
  const last = statement && model.results.get(statement)?.at(-1)?.nodes.at(-1);
  if (statement === undefined) return undefined;
  const start = last ?? model.graph.nodes.find((node) => node.tensor === name);
  return start === undefined ? [] : ancestors(start);
}

function ancestors(node: GraphNode): readonly GraphNode[] {
  const reached = new Set<GraphNode>([node]);
  for (const current of reached) for (const input of current.inputs) reached.add(input);
  return [...reached];
}
