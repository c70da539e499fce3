import { isBuildNode } from '../../model/buildNode';
import type { GraphNode, ModelAnalysis } from '../../model/graph';
import type { Problem } from '../../model/problem';
import { biasBeforeNormalization } from './biasBeforeNormalization';
import { channelsFirst } from './channelsFirst';
import { droppedRows } from './droppedRows';
import { stridesByPosition } from './stridesByPosition';

/** Everything that is valid in a model and yet probably not meant; only layers written in this document. */
export function lintModel(model: ModelAnalysis, uri: string): readonly Problem[] {
  // What does not fit comes first; what is told of the rest could change with it.
  if (model.graph.nodes.some(isBroken)) return [];
  const told = new Set<object>();
  const consumers = new Map<GraphNode, GraphNode[]>();
  for (const node of model.graph.nodes) {
    for (const input of node.inputs) {
      const list = consumers.get(input);
      if (list === undefined) consumers.set(input, [node]);
      else list.push(node);
    }
  }
  return model.graph.nodes
    .flatMap((node) => {
      const place = node.origin.at(-1);
      if (place === undefined || (place.uri !== undefined && place.uri !== uri)) return [];
      // What is written once, in a block or a repetition, is told once.
      if (!isBuildNode(node) || node.syntax.call === undefined || told.has(node.syntax.call)) return [];
      told.add(node.syntax.call);
      return [
        ...biasBeforeNormalization(node, consumers.get(node) ?? []),
        ...droppedRows(node),
        ...stridesByPosition(node),
      ];
    })
    .concat(channelsFirst(model));
}

/** A layer that gives nothing although all that it reads is known. */
function isBroken(node: GraphNode): boolean {
  return (
    node.output === undefined &&
    node.inputs.every(({ output }) => output !== undefined) &&
    (node.inputs.length > 0 || node.source === undefined)
  );
}
