import { metrics, type Point, type Rectangle, type Size } from './geometry';
import type { EdgeEnd, Level, LevelEdge } from './levels';
import { memberNode, portNode, portsOf, type PlaceNodes, type Placement } from './placeNodes';

/** A level laid out, its own border included. Places are relative to its upper left corner. */
export interface Arrangement extends Size {
  readonly places: ReadonlyMap<string, Rectangle>;
  readonly routes: readonly (readonly [edge: LevelEdge, points: readonly Point[]])[];
  /** Where tensors enter and leave: x by the box they come from. */
  readonly ports: { readonly in: ReadonlyMap<string, number>; readonly out: ReadonlyMap<string, number> };
}

export interface ArrangeOptions {
  /** Room that the frame's header needs; undefined for the picture as a whole, which has none. */
  readonly headerWidth: number | undefined;
  readonly placeNodes: PlaceNodes;
}

/** Room below a frame's header for edges to spread. */
const entrance = 24;

/**
 * Lays out what stands directly in one frame: layers, their order, their places. Inner frames are boxes to it,
 * already arranged.
 */
export function arrangeLevel(
  level: Level,
  measure: (id: string) => Size | Arrangement,
  { headerWidth, placeNodes }: ArrangeOptions,
): Arrangement {
  const sizes = new Map(level.members.map((id) => [id, measure(id)]));
  const { centre, bends } = placeNodes(level, sizes);
  const raw = level.members.map((id): readonly [string, Rectangle] => {
    const { width, height } = sizes.get(id) ?? { width: 0, height: 0 };
    const { x, y } = centre(memberNode(id));
    return [id, { x: x - width / 2, y: y - height / 2, width, height }];
  });
  const box = around(raw.map(([, rectangle]) => rectangle));
  const frame = frameAround(box, bends, level, headerWidth);
  const move = ({ x, y }: Point): Point => ({ x: x - frame.x, y: y - frame.y });
  const places = new Map(raw.map(([id, at]) => [id, { ...at, ...move(at) }]));
  const portX = (kind: 'in' | 'out', port: string): number => centre(portNode(kind, port)).x - frame.x;
  const bands = bandsOf([...places.values()]);
  const targets = entryPoints(level, places, sizes, (edge) => bends(edge).map(move), portX);

  const routes = level.edges.map((edge): readonly [LevelEdge, readonly Point[]] => {
    const start = startOf(edge.from, places, sizes, portX);
    const end = targets.get(edge) ?? { x: portX('out', portOf(edge.to)), y: frame.height };
    // Upright past the header, so that no line crosses its text.
    const below = edge.from.kind === 'in' ? [{ x: start.x, y: metrics.header - 4 }] : [];
    return [edge, [start, ...below, ...throughBands(bends(edge).map(move), bands, start, end), end]];
  });
  const ports = (kind: 'in' | 'out'): ReadonlyMap<string, number> =>
    new Map(portsOf(level, kind).map((port) => [port, portX(kind, port)]));
  return { width: frame.width, height: frame.height, places, routes, ports: { in: ports('in'), out: ports('out') } };
}

function portOf(end: EdgeEnd): string {
  return end.port ?? '';
}

function around(rectangles: readonly Rectangle[]): Rectangle {
  const x = Math.min(...rectangles.map((at) => at.x));
  const y = Math.min(...rectangles.map((at) => at.y));
  const right = Math.max(...rectangles.map((at) => at.x + at.width));
  const bottom = Math.max(...rectangles.map((at) => at.y + at.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The border around the members, wide enough for ports, edges and the header. */
function frameAround(
  box: Rectangle,
  bends: Placement['bends'],
  level: Level,
  headerWidth: number | undefined,
): Rectangle {
  const xs = level.edges.flatMap((edge) => bends(edge).map(({ x }) => x));
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
