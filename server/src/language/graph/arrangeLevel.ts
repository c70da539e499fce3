import { graphlib, layout } from '@dagrejs/dagre';
import { metrics, type Point, type Rectangle } from './geometry';
import type { EdgeEnd, Level, LevelEdge } from './levels';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A level laid out, its own border included. Places are relative to its upper left corner. */
export interface Arrangement extends Size {
  readonly places: ReadonlyMap<string, Rectangle>;
  readonly routes: readonly (readonly [edge: LevelEdge, points: readonly Point[]])[];
  /** Where tensors enter and leave: x by the box they come from. */
  readonly ports: { readonly in: ReadonlyMap<string, number>; readonly out: ReadonlyMap<string, number> };
}

const spacing = { nodesep: 24, edgesep: 20, ranksep: 36 };
/** Room below a frame's header for edges to spread. */
const entrance = 24;
/** What holds ports at the border weighs more than any edge. */
const holding = 50;

/**
 * Lays out what stands directly in one frame with dagre: layers, their order, their places. Inner frames are
 * boxes to it, already arranged.
 *
 * @param headerWidth room that the frame's header needs; undefined for the picture as a whole, which has none
 */
export function arrangeLevel(
  level: Level,
  measure: (id: string) => Size | Arrangement,
  headerWidth: number | undefined,
): Arrangement {
  const sizes = new Map(level.members.map((id) => [id, measure(id)]));
  const graph = dagreGraph(level, sizes);
  layout(graph);
  const centre = (node: string): Point => {
    const { x = 0, y = 0 } = graph.node(node) as Partial<Point>;
    return { x, y };
  };
  const raw = level.members.map((id): readonly [string, Rectangle] => {
    const { width, height } = sizes.get(id) ?? { width: 0, height: 0 };
    const { x, y } = centre(memberNode(id));
    return [id, { x: x - width / 2, y: y - height / 2, width, height }];
  });
  const box = around(raw.map(([, rectangle]) => rectangle));
  const frame = frameAround(box, graph, level, headerWidth);
  const move = ({ x, y }: Point): Point => ({ x: x - frame.x, y: y - frame.y });
  const places = new Map(raw.map(([id, at]) => [id, { ...at, ...move(at) }]));
  const portX = (kind: 'in' | 'out', port: string): number => centre(portNode(kind, port)).x - frame.x;
  const bands = bandsOf([...places.values()]);
  const targets = entryPoints(level, places, sizes, (edge) => bendsOf(graph, edge).map(move), portX);

  const routes = level.edges.map((edge): readonly [LevelEdge, readonly Point[]] => {
    const start = startOf(edge.from, places, sizes, portX);
    const end = targets.get(edge) ?? { x: portX('out', portOf(edge.to)), y: frame.height };
    // Upright past the header, so that no line crosses its text.
    const below = edge.from.kind === 'in' ? [{ x: start.x, y: metrics.header - 4 }] : [];
    return [edge, [start, ...below, ...throughBands(bendsOf(graph, edge).map(move), bands, start, end), end]];
  });
  const ports = (kind: 'in' | 'out'): ReadonlyMap<string, number> =>
    new Map(portsOf(level, kind).map((port) => [port, portX(kind, port)]));
  return { width: frame.width, height: frame.height, places, routes, ports: { in: ports('in'), out: ports('out') } };
}

type Dagre = InstanceType<typeof graphlib.Graph>;

function dagreGraph(level: Level, sizes: ReadonlyMap<string, Size>): Dagre {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', ...spacing });
  const dot = { width: 1, height: 1 };
  for (const [id, { width, height }] of sizes) graph.setNode(memberNode(id), { width, height });
  for (const kind of ['in', 'out'] as const) {
    const ports = portsOf(level, kind);
    for (const port of ports) graph.setNode(portNode(kind, port), dot);
    if (ports.length === 0) continue;
    // One node above all ways in, and one below all ways out, keep them at the border.
    graph.setNode(kind, dot);
    for (const port of ports) {
      const node = portNode(kind, port);
      if (kind === 'in') graph.setEdge(kind, node, { weight: holding });
      else graph.setEdge(node, kind, { weight: holding });
    }
  }
  for (const { from, to } of level.edges) graph.setEdge(nodeOf(from), nodeOf(to), { weight: 1 });
  if (graph.hasNode('out')) {
    for (const node of graph.sinks()) if (node !== 'out') graph.setEdge(node, 'out', { weight: 0 });
  }
  return graph;
}

/** Names that cannot meet: a member's begins with `m`, a port's with its kind and a space. */
function memberNode(id: string): string {
  return `m${id}`;
}

function portNode(kind: 'in' | 'out', port: string): string {
  return `${kind} ${port}`;
}

function nodeOf(end: EdgeEnd): string {
  return end.kind === 'member' ? memberNode(end.id) : portNode(end.kind, end.port);
}

function portOf(end: EdgeEnd): string {
  return end.port ?? '';
}

function portsOf({ edges }: Level, kind: 'in' | 'out'): readonly string[] {
  const ends = edges.map(({ from, to }) => (kind === 'in' ? from : to));
  return [...new Set(ends.flatMap((end) => (end.kind === kind ? [end.port] : [])))];
}

/** The points between an edge's two ends where dagre lets it pass the layers between. */
function bendsOf(graph: Dagre, { from, to }: LevelEdge): readonly Point[] {
  const { points = [] } = graph.edge(nodeOf(from), nodeOf(to)) as { readonly points?: readonly Point[] };
  return points.slice(1, -1);
}

function around(rectangles: readonly Rectangle[]): Rectangle {
  const x = Math.min(...rectangles.map((at) => at.x));
  const y = Math.min(...rectangles.map((at) => at.y));
  const right = Math.max(...rectangles.map((at) => at.x + at.width));
  const bottom = Math.max(...rectangles.map((at) => at.y + at.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The border around the members, wide enough for ports, edges and the header. */
function frameAround(box: Rectangle, graph: Dagre, level: Level, headerWidth: number | undefined): Rectangle {
  const xs = level.edges.flatMap((edge) => bendsOf(graph, edge).map(({ x }) => x));
  const left = Math.min(box.x, ...xs);
  const right = Math.max(box.x + box.width, ...xs);
  if (headerWidth === undefined) return { x: left, y: box.y, width: right - left, height: box.height };
  const width = Math.max(right - left + 2 * metrics.framePadding, headerWidth);
  return {
    x: (left + right) / 2 - width / 2,
    y: box.y - metrics.header - entrance,
    width,
    height: box.height + metrics.header + entrance + metrics.framePadding,
  };
}

interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** The layers' heights: members of one layer have their middles on one line. */
function bandsOf(places: readonly Rectangle[]): readonly Band[] {
  const heights = new Map<number, number>();
  for (const { y, height } of places) {
    const middle = Math.round(y + height / 2);
    heights.set(middle, Math.max(heights.get(middle) ?? 0, height));
  }
  return [...heights].map(([middle, height]) => ({ top: middle - height / 2 - 4, bottom: middle + height / 2 + 4 }));
}

/** Straight down beside each layer that the edge passes, so that it bends only where there is nothing to cross. */
function throughBands(bends: readonly Point[], bands: readonly Band[], start: Point, end: Point): readonly Point[] {
  return bends.flatMap(({ x, y }) => {
    const band = bands.find(({ top, bottom }) => y > top && y < bottom);
    if (band === undefined || band.top <= start.y || band.bottom >= end.y) return [];
    return [
      { x, y: band.top },
      { x, y: band.bottom },
    ];
  });
}

type PortX = (kind: 'in' | 'out', port: string) => number;

function startOf(
  from: EdgeEnd,
  places: ReadonlyMap<string, Rectangle>,
  sizes: ReadonlyMap<string, Size | Arrangement>,
  portX: PortX,
): Point {
  if (from.kind !== 'member') return { x: portX('in', from.port), y: 0 };
  const at = places.get(from.id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const inner = sizes.get(from.id);
  const offset =
    from.port !== undefined && inner !== undefined && 'ports' in inner ? inner.ports.out.get(from.port) : undefined;
  return { x: at.x + (offset ?? at.width / 2), y: at.y + at.height };
}

/** Where edges end: at a frame's port, or side by side on the upper edge of a box, in the order they come from. */
function entryPoints(
  { edges }: Level,
  places: ReadonlyMap<string, Rectangle>,
  sizes: ReadonlyMap<string, Size | Arrangement>,
  bends: (edge: LevelEdge) => readonly Point[],
  portX: PortX,
): ReadonlyMap<LevelEdge, Point> {
  const entries = new Map<LevelEdge, Point>();
  const waiting = new Map<string, LevelEdge[]>();
  for (const edge of edges) {
    if (edge.to.kind !== 'member') continue;
    const { id, port } = edge.to;
    const at = places.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
    const inner = sizes.get(id);
    const offset = port !== undefined && inner !== undefined && 'ports' in inner ? inner.ports.in.get(port) : undefined;
    if (offset !== undefined) entries.set(edge, { x: at.x + offset, y: at.y });
    else waiting.set(id, [...(waiting.get(id) ?? []), edge]);
  }
  const comesFrom = (edge: LevelEdge): number => bends(edge).at(-1)?.x ?? startOf(edge.from, places, sizes, portX).x;
  for (const [id, coming] of waiting) {
    const at = places.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
    const distance = Math.min(28, at.width / (coming.length + 1));
    const ordered = [...coming].sort((left, right) => comesFrom(left) - comesFrom(right));
    ordered.forEach((edge, index) =>
      entries.set(edge, { x: at.x + at.width / 2 + (index - (coming.length - 1) / 2) * distance, y: at.y }),
    );
  }
  return entries;
}
