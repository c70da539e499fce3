import { graphlib, layout } from '@dagrejs/dagre';
import type { Point, Size } from './geometry';
import type { EdgeEnd, Level, LevelEdge } from './levels';

/** Where the members and ports of a level stand, in coordinates of its own. */
export interface Placement {
  /** The middle of a node, which is named by `memberNode` or `portNode`. */
  readonly centre: (node: string) => Point;
  /** The points between an edge's two ends where it passes the layers between. */
  readonly bends: (edge: LevelEdge) => readonly Point[];
}

export type PlaceNodes = (level: Level, sizes: ReadonlyMap<string, Size>) => Placement;

const spacing = { nodesep: 24, edgesep: 20, ranksep: 36 };
/** What holds ports at the border weighs more than any edge. */
const holding = 50;
const dot: Size = { width: 1, height: 1 };

/**
 * Places the nodes of one level after the other: a chain straight below each other, anything else by dagre, in which
 * nearly all the time of a layout goes. Levels alike but for their names (a network repeats its blocks) are
 * placed once.
 */
export function createPlacer(): PlaceNodes {
  const known = new Map<string, Places>();
  return (level, sizes) => {
    const plan = planOf(level, sizes);
    const key = JSON.stringify([plan.sizes, plan.edges]);
    const places = known.get(key) ?? chainPlaces(plan) ?? dagrePlaces(plan);
    known.set(key, places);
    const indexOf = (node: string): number => plan.names.get(node) ?? -1;
    return {
      centre: (node) => places.centres[indexOf(node)] ?? { x: 0, y: 0 },
      bends: ({ from, to }) => places.bends.get(edgeKey(indexOf(nodeOf(from)), indexOf(nodeOf(to)))) ?? [],
    };
  };
}

/** Names that cannot meet: a member's begins with `m`, a port's with its kind and a space. */
export function memberNode(id: string): string {
  return `m${id}`;
}

export function portNode(kind: 'in' | 'out', port: string): string {
  return `${kind} ${port}`;
}

/** The names of the tensors that enter or leave a level's frame. */
export function portsOf({ edges }: Level, kind: 'in' | 'out'): readonly string[] {
  const ends = edges.map(({ from, to }) => (kind === 'in' ? from : to));
  return [...new Set(ends.flatMap((end) => (end.kind === kind ? [end.port] : [])))];
}

/** The nodes of a level by number, and what joins them. */
interface Plan {
  readonly names: ReadonlyMap<string, number>;
  readonly sizes: readonly Size[];
  readonly edges: readonly (readonly [from: number, to: number, weight: number])[];
}

interface Places {
  readonly centres: readonly Point[];
  readonly bends: ReadonlyMap<string, readonly Point[]>;
}

function planOf(level: Level, members: ReadonlyMap<string, Size>): Plan {
  const names = new Map<string, number>();
  const sizes: Size[] = [];
  const edges = new Map<string, readonly [number, number, number]>();
  const add = (name: string, { width, height }: Size): void => {
    names.set(name, sizes.length);
    sizes.push({ width, height });
  };
  const join = (from: string, to: string, weight: number): void => {
    const [start, end] = [names.get(from) ?? -1, names.get(to) ?? -1];
    edges.set(edgeKey(start, end), [start, end, weight]);
  };
  for (const [id, size] of members) add(memberNode(id), size);
  for (const kind of ['in', 'out'] as const) {
    const ports = portsOf(level, kind).map((port) => portNode(kind, port));
    for (const port of ports) add(port, dot);
    if (ports.length === 0) continue;
    // One node above all ways in, and one below all ways out, keep them at the border.
    add(kind, dot);
    for (const port of ports) {
      if (kind === 'in') join(kind, port, holding);
      else join(port, kind, holding);
    }
  }
  for (const { from, to } of level.edges) join(nodeOf(from), nodeOf(to), 1);
  if (names.has('out')) {
    const starts = new Set([...edges.values()].map(([from]) => from));
    for (const [name, index] of names) if (name !== 'out' && !starts.has(index)) join(name, 'out', 0);
  }
  return { names, sizes, edges: [...edges.values()] };
}

function nodeOf(end: EdgeEnd): string {
  return end.kind === 'member' ? memberNode(end.id) : portNode(end.kind, end.port);
}

function edgeKey(from: number, to: number): string {
  return `${from} ${to}`;
}

/** What dagre gives for nodes that follow each other one by one; undefined for any other plan. */
function chainPlaces({ sizes, edges }: Plan): Places | undefined {
  const next = new Map(edges.map(([from, to]) => [from, to]));
  const entered = new Set(edges.map(([, to]) => to));
  const isChain = edges.length === sizes.length - 1 && next.size === edges.length && entered.size === edges.length;
  if (!isChain) return undefined;
  const centres: Point[] = [];
  let top = 0;
  let count = 0;
  const start = sizes.findIndex((_, index) => !entered.has(index));
  for (let at: number | undefined = start; at !== undefined; at = next.get(at)) {
    const { height } = sizes[at] ?? dot;
    centres[at] = { x: 0, y: top + height / 2 };
    top += height + spacing.ranksep;
    count += 1;
  }
  // A circle beside the chain would leave nodes out; a graph of layers has none.
  return count === sizes.length ? { centres, bends: new Map() } : undefined;
}

function dagrePlaces({ sizes, edges }: Plan): Places {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', ...spacing });
  const name = (index: number): string => `n${index}`;
  sizes.forEach(({ width, height }, index) => graph.setNode(name(index), { width, height }));
  for (const [from, to, weight] of edges) graph.setEdge(name(from), name(to), { weight });
  layout(graph);
  const centres = sizes.map((_, index): Point => {
    const { x = 0, y = 0 } = graph.node(name(index)) as Partial<Point>;
    return { x, y };
  });
  const bends = edges.map(([from, to]): readonly [string, readonly Point[]] => {
    const { points = [] } = graph.edge(name(from), name(to)) as { readonly points?: readonly Point[] };
    return [edgeKey(from, to), points.slice(1, -1)];
  });
  return { centres, bends: new Map(bends) };
}
