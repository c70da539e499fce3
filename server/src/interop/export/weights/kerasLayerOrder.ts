import type { GraphNode, LayerInstance, ModelGraph } from '../../../language/model/graph';

/**
 * The layers of a model in the order of Keras's `model.layers`: by their distance from the outputs, the farthest first,
 * those of one distance as a walk from the outputs meets them (keras/src/ops/function.py, map_graph). Several outputs
 * are a map in the script, which Keras goes through by its keys in their order.
 */
export function kerasLayerOrder({ inputs, outputs }: ModelGraph): readonly LayerInstance[] {
  const met = new Map<LayerInstance, number>();
  const finished = new Set<GraphNode>();
  const visit = (start: GraphNode): void => {
    // Each entry is a node and how many of its inputs were gone into; models are too deep for calls.
    const stack: { readonly node: GraphNode; next: number }[] = [];
    const enter = (node: GraphNode): void => {
      if (finished.has(node)) return;
      if (!met.has(node.owner)) met.set(node.owner, met.size);
      stack.push({ node, next: 0 });
    };
    enter(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const input = top.node.inputs[top.next];
      top.next += 1;
      if (input !== undefined) enter(input);
      else {
        stack.pop();
        finished.add(top.node);
      }
    }
  };
  for (const { node } of [...outputs].sort((a, b) => (a.name < b.name ? -1 : 1))) visit(node);
  const nodeDepths = new Map<GraphNode, number>();
  const depths = new Map<LayerInstance, number>();
  for (const node of [...finished].reverse()) {
    const depth = Math.max(nodeDepths.get(node) ?? 0, depths.get(node.owner) ?? 0);
    depths.set(node.owner, depth);
    for (const input of node.inputs) nodeDepths.set(input, Math.max(depth + 1, nodeDepths.get(input) ?? 0));
  }
  for (const { owner } of inputs)
    if (!depths.has(owner)) {
      depths.set(owner, 0);
      met.set(owner, -1);
    }
  return [...depths.keys()].sort(
    (a, b) => (depths.get(b) ?? 0) - (depths.get(a) ?? 0) || (met.get(a) ?? 0) - (met.get(b) ?? 0),
  );
}
