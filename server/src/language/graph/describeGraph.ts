import type { DocumentAnalysis, GraphNode, ModelAnalysis } from '../model/graph';
import { formatShape } from '../model/shape';
import type { Diagnostic, Location } from '../diagnostics/diagnostic';
import { describeArguments } from './describeArguments';
import type { GraphPicture, PictureBlock, PictureLayer, PicturePlace } from './graphPicture';

/** What there is to draw of a model: its layers with their facts, the blocks around them, the errors at them. */
export function describeGraph(model: ModelAnalysis, analysis: DocumentAnalysis): GraphPicture {
  const { graph } = model;
  const chains = blockChains(graph.nodes);
  const problems = problemsAt(graph.nodes, analysis);
  const firstUse = new Map(graph.nodes.toReversed().map((node) => [node.owner, node]));
  const blocks = new Map<string, PictureBlock>();
  for (const chain of chains.values()) for (const block of chain) blocks.set(block.id, block);
  return {
    model: graph.name,
    layers: graph.nodes.map((node) => {
      const block = chains.get(node)?.at(-1)?.id;
      const problem = problems.get(node);
      return {
        ...layerOf(node, firstUse.get(node.owner) === node),
        ...(block === undefined ? {} : { block }),
        ...(problem === undefined ? {} : { problem }),
      };
    }),
    blocks: [...blocks.values()],
    outputs: graph.outputs.map(({ name, node }) => ({ name, layer: node.path })),
    params: graph.totals.params,
    macs: graph.totals.macs,
  };
}

/** The first error in the text of a model, its blocks included; without one, what is drawn of it can be relied on. */
export function findProblem(model: ModelAnalysis, analysis: DocumentAnalysis): Diagnostic | undefined {
  const parts = [model.declaration, ...analysis.file.declarations.filter(({ kind }) => kind === 'Block')];
  return analysis.diagnostics.find(
    ({ severity, span }) =>
      severity === 'error' && parts.some(({ start, end }) => span.start >= start && span.start <= end),
  );
}

function layerOf(node: GraphNode, isFirstUse: boolean): PictureLayer {
  const shape = formatShape(node.output);
  return {
    id: node.path,
    name: node.name,
    call: node.source === undefined ? describeArguments(node) : describeSource(node.source),
    shape,
    reshapes: !node.inputs.some((input) => formatShape(input.output) === shape),
    params: isFirstUse ? node.owner.params.params : 0,
    macs: node.macs,
    inputs: node.inputs.map(({ path }) => path),
    place: placeOf(node.origin.at(-1)),
  };
}

function describeSource({ data, parts }: NonNullable<GraphNode['source']>): string {
  if (data === undefined) return 'input';
  return parts === undefined ? `input ${data}` : `input ${data}[${parts.join(', ')}]`;
}

function placeOf(location: Location | undefined): PicturePlace {
  const { start, end } = location?.span ?? { start: 0, end: 0 };
  return location?.uri === undefined ? { start, end } : { uri: location.uri, start, end };
}

/** For each node the blocks around it, outermost first; uses that one repetition made have it around them. */
function blockChains(nodes: readonly GraphNode[]): ReadonlyMap<GraphNode, readonly PictureBlock[]> {
  const uses = new Map(nodes.map((node) => [node, usesAround(node)]));
  const repeated = new Map<string, Set<string>>();
  const keyOf = (parent: string, { uri = '', start, end }: PicturePlace): string =>
    `${parent}\n${uri}\n${start}\n${end}`;
  for (const chain of uses.values()) {
    chain.forEach(({ id, place }, depth) => {
      const key = keyOf(chain[depth - 1]?.id ?? '', place);
      repeated.set(key, (repeated.get(key) ?? new Set()).add(id));
    });
  }
  return new Map(
    nodes.map((node) => {
      const chain: PictureBlock[] = [];
      uses.get(node)?.forEach(({ id, name, place }, depth, all) => {
        const same = repeated.get(keyOf(all[depth - 1]?.id ?? '', place)) ?? new Set();
        const [first = id] = same;
        const inside = (): { parent?: string } => {
          const parent = chain.at(-1)?.id;
          return parent === undefined ? {} : { parent };
        };
        if (same.size > 1) chain.push({ id: `${first} ×`, name: `${name} × ${same.size}`, place, ...inside() });
        chain.push({ id, name, place, ...inside() });
      });
      // A repeated layer stands in the chain as if it were a block of its own; the repetition is the frame, not the layer.
      return [node, chain.filter(({ id }) => id !== node.path)];
    }),
  );
}

interface Use {
  readonly id: string;
  readonly name: string;
  readonly place: PicturePlace;
}

/** The block uses around a node, and last the node itself. A use is named by the part of the path that leads to it. */
function usesAround(node: GraphNode): readonly Use[] {
  const parts = node.path.split('/');
  let from = 0;
  const blocks = node.scope.map((entry, depth) => {
    const wanted = entry.split('/');
    while (from < parts.length && !wanted.every((part, index) => parts[from + index] === part)) from += 1;
    from += wanted.length;
    return { id: parts.slice(0, from).join('/'), name: wanted[0] ?? entry, place: placeOf(node.origin[depth]) };
  });
  return [...blocks, { id: node.path, name: node.layer.name, place: placeOf(node.origin.at(-1)) }];
}

/** The first error at each node: an error belongs to the innermost call of the document that holds its start. */
function problemsAt(nodes: readonly GraphNode[], { diagnostics }: DocumentAnalysis): ReadonlyMap<GraphNode, string> {
  const problems = new Map<GraphNode, string>();
  for (const { severity, span, message } of diagnostics) {
    if (severity !== 'error') continue;
    const holding = nodes.flatMap((node) =>
      node.origin
        .filter((place) => place.uri === undefined && place.span.start <= span.start && span.start <= place.span.end)
        .map((place) => ({ node, size: place.span.end - place.span.start })),
    );
    const smallest = Math.min(...holding.map(({ size }) => size));
    for (const { node, size } of holding) if (size === smallest && !problems.has(node)) problems.set(node, message);
  }
  return problems;
}
