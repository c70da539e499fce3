import { formatCount } from '../features/quantities';
import { arrangeLevel, type Arrangement } from './arrangeLevel';
import { metrics, type Point, type Rectangle } from './geometry';
import { buildLevels, type Level } from './levels';
import { measureText } from './measureText';
import { createPlacer } from './placeNodes';
import type { VisibleBox, VisibleFrame, VisibleGraph } from './visibleGraph';

export interface PlacedBox extends Rectangle {
  readonly box: VisibleBox;
  /** The number of frames around it. */
  readonly depth: number;
}

export interface PlacedFrame extends Rectangle {
  readonly frame: VisibleFrame;
  readonly depth: number;
}

/** A piece of an edge: from a box or a frame's border to the next. Each pair of points is one straight or curved step. */
export interface PlacedEdge {
  /** The boxes that the whole edge joins; a piece that several share has several. */
  readonly from: string;
  readonly to: readonly string[];
  readonly points: readonly Point[];
  /** Whether it begins at the box itself and not at a border. */
  readonly first: boolean;
  /** Whether it ends at a box and not at a border. */
  readonly arrow: boolean;
}

/** The shape on the way, where it has just changed. */
export interface PlacedLabel extends Point {
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  /** Outer ones first. */
  readonly frames: readonly PlacedFrame[];
  readonly edges: readonly PlacedEdge[];
  readonly labels: readonly PlacedLabel[];
}

const margin = 16;

/**
 * Lays a graph out in layers from top to bottom. Each frame is laid out for itself and then stands as one box in
 * the one around it, so that frames never overlap and unfolding one moves only what is around it.
 */
export function layoutGraph(graph: VisibleGraph): GraphLayout {
  const levels = buildLevels(graph);
  const boxes = new Map(graph.boxes.map((box) => [box.id, box]));
  const frames = new Map(graph.frames.map((frame) => [frame.id, frame]));
  const arranged = new Map<string, Arrangement>();
  const placeNodes = createPlacer();

  const arrange = (level: Level): Arrangement => {
    const known = arranged.get(level.id);
    if (known !== undefined) return known;
    const frame = frames.get(level.id);
    // Boxes of one width stand in line.
    const width = Math.max(0, ...level.members.map((id) => widthOf(boxes.get(id))));
    const result = arrangeLevel(
      level,
      (id) => {
        const box = boxes.get(id);
        if (box !== undefined) return { width, height: metrics.boxHeight };
        const inner = levels.get(id);
        return inner === undefined ? { width: 0, height: 0 } : arrange(inner);
      },
      { headerWidth: frame === undefined ? undefined : headerWidth(frame), placeNodes },
    );
    arranged.set(level.id, result);
    return result;
  };

  const layout = { boxes: [] as PlacedBox[], frames: [] as PlacedFrame[], edges: [] as PlacedEdge[] };
  const place = (level: Level, origin: Point, depth: number): void => {
    const arrangement = arrange(level);
    for (const [id, at] of arrangement.places) {
      const rectangle = { ...at, x: origin.x + at.x, y: origin.y + at.y };
      const box = boxes.get(id);
      const frame = frames.get(id);
      const inner = levels.get(id);
      if (box !== undefined) layout.boxes.push({ ...rectangle, box, depth });
      if (frame === undefined || inner === undefined) continue;
      layout.frames.push({ ...rectangle, frame, depth });
      place(inner, rectangle, depth + 1);
    }
    for (const [edge, points] of arrangement.routes)
      layout.edges.push({
        from: edge.source,
        to: edge.targets,
        points: points.map(({ x, y }) => ({ x: origin.x + x, y: origin.y + y })),
        first: edge.from.kind === 'member' && boxes.has(edge.from.id),
        arrow: edge.to.kind === 'member' && boxes.has(edge.to.id),
      });
  };
  const root = levels.get('');
  if (root === undefined) return { width: 0, height: 0, boxes: [], frames: [], edges: [], labels: [] };
  place(root, { x: margin, y: margin }, 0);
  const { width, height } = arrange(root);
  return { width: width + 2 * margin, height: height + 2 * margin, ...layout, labels: labelsOf(layout.edges, boxes) };
}

function widthOf(box: VisibleBox | undefined): number {
  if (box === undefined) return 0;
  const { title, detail, params, shape, kind } = box;
  const chevron = kind === 'folded' ? 16 : 0;
  const first = measureText(title, metrics.font) * 1.06 + chevron + measureText(formatCount(params), metrics.font);
  const second = measureText(detail, metrics.small) + measureText(shape, metrics.font);
  const width = Math.max(first, second) + 2 * metrics.padding + 20;
  return Math.ceil(Math.min(metrics.maxWidth, Math.max(metrics.minWidth, width)) / 4) * 4;
}

function headerWidth({ title, params }: VisibleFrame): number {
  return measureText(title, metrics.font) + measureText(formatCount(params), metrics.small) + 96;
}

/**
 * Beside the beginning of the edges that leave a layer which has changed the shape, on the side where none of them goes;
 * below it where they part to both sides.
 */
function labelsOf(edges: readonly PlacedEdge[], boxes: ReadonlyMap<string, VisibleBox>): readonly PlacedLabel[] {
  const told = new Set<string>();
  const turnsFrom = new Map<string, number[]>();
  for (const edge of edges) {
    if (edge.first) turnsFrom.set(edge.from, [...(turnsFrom.get(edge.from) ?? []), turnOf(edge)]);
  }
  return edges.flatMap(({ from, points, first }): readonly PlacedLabel[] => {
    const box = boxes.get(from);
    const [start, next] = points;
    if (!first || box === undefined || !box.reshapes || told.has(from) || start === undefined || next === undefined)
      return [];
    told.add(from);
    const turns = turnsFrom.get(from) ?? [];
    if (turns.includes(1) && turns.includes(-1) && !turns.includes(0))
      return [{ x: start.x, y: start.y + 24, text: box.shape, anchor: 'middle' }];
    const side = turns.includes(1) ? -1 : 1;
    return [{ x: start.x + side * 8, y: start.y + 19, text: box.shape, anchor: side === 1 ? 'start' : 'end' }];
  });
}

/** 1 where an edge goes to the right, −1 to the left, 0 straight down. */
function turnOf({ points: [start, next] }: PlacedEdge): number {
  const across = (next?.x ?? 0) - (start?.x ?? 0);
  return Math.abs(across) > 1 ? Math.sign(across) : 0;
}
