import type { ModelGraph } from '../../language/model/graph';

/** What an event says of a layer: its path, and where it stands in the text that is trained. */
export interface LayerPlace {
  readonly layer: string;
  readonly span?: { readonly start: number; readonly end: number };
}

/**
 * Finds layers by the path of their node, or of the layer that owns their weights. The place is that in the
 * trained document: for a layer of an imported block the use of the block.
 */
export function createLayerPlaces(graph: ModelGraph, uri: string): (path: string) => LayerPlace {
  return (path) => {
    const node =
      graph.nodes.find((candidate) => candidate.path === path) ?? graph.nodes.find(({ owner }) => owner.path === path);
    const location = node?.origin.findLast((candidate) => candidate.uri === undefined || candidate.uri === uri);
    if (location === undefined) return { layer: path };
    return { layer: path, span: { start: location.span.start, end: location.span.end } };
  };
}
