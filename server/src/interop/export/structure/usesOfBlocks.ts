import type { GraphNode, ModelGraph } from '../../../language/model/graph';

/** The nodes of a model as the text nests them. */
export type RawElement = GraphNode | RawUse;

export interface RawUse {
  readonly block: string;
  readonly path: string;
  readonly elements: readonly RawElement[];
  readonly nodes: readonly GraphNode[];
}

export function isUse(element: RawElement): element is RawUse {
  return 'elements' in element;
}

/**
 * Finds the uses of blocks that can become calls of a function. A use stays flat where it cannot: it holds an input or
 * a layer whose weights are used elsewhere too, its nodes do not stand together, or nothing takes what it gives.
 */
export function usesOfBlocks(graph: ModelGraph): readonly RawElement[] {
  const uses = new Map<object, number>();
  for (const { owner } of graph.nodes) uses.set(owner, (uses.get(owner) ?? 0) + 1);
  const stays = (node: GraphNode): boolean => node.inputs.length > 0 && uses.get(node.owner) === 1;
  return nest(graph.nodes, 0, stays);
}

function nest(nodes: readonly GraphNode[], depth: number, stays: (node: GraphNode) => boolean): readonly RawElement[] {
  const runs: { readonly path: string | undefined; readonly nodes: GraphNode[] }[] = [];
  for (const node of nodes) {
    const path = usePath(node, depth);
    const last = runs.at(-1);
    if (last !== undefined && path !== undefined && last.path === path) last.nodes.push(node);
    else runs.push({ path, nodes: [node] });
  }
  return runs.flatMap((run): readonly RawElement[] => {
    const [first] = run.nodes;
    if (run.path === undefined || first === undefined) return run.nodes;
    const inner = nest(run.nodes, depth + 1, stays);
    const together = runs.filter(({ path }) => path === run.path).length === 1;
    if (!together || !run.nodes.every(stays)) return inner;
    const block = (first.scope[depth] ?? '').replace(/\/\d+$/, '');
    return [{ block, path: run.path, elements: inner, nodes: run.nodes }];
  });
}

/** The path of the use at this depth: `trunk/Residual/2` of `trunk/Residual/2/main/Conv2D`. */
function usePath({ owner, scope }: GraphNode, depth: number): string | undefined {
  if (scope[depth] === undefined) return undefined;
  let end = 0;
  for (const part of scope.slice(0, depth + 1)) {
    const found = `/${owner.path}/`.indexOf(`/${part}/`, end);
    if (found < 0) return undefined;
    end = found + part.length + 1;
  }
  return owner.path.slice(0, end - 1);
}
