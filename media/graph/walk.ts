import type { GraphLayout, PlacedBox } from '../../server/src/language/graph/layoutGraph';
import type { Rectangle } from '../../server/src/language/graph/geometry';

export type Direction = 'up' | 'down' | 'left' | 'right' | 'first' | 'last';

/**
 * The box or frame that an arrow key leads to: down and up along the edges, left and right to what stands
 * beside, left from the leftmost one to the frame around it. Stays where there is nothing further.
 */
export function walk(layout: GraphLayout, from: string | undefined, direction: Direction): string | undefined {
  const ordered = [...layout.boxes].sort((left, right) => left.y - right.y || left.x - right.x);
  const first = ordered[0]?.box.id;
  if (direction === 'first') return first;
  if (direction === 'last') return ordered.at(-1)?.box.id;
  const frame = layout.frames.find((placed) => placed.frame.id === from);
  if (frame !== undefined) return walkFromFrame(layout, ordered, frame, direction);
  const here = ordered.find(({ box }) => box.id === from);
  if (here === undefined) return first;
  if (direction === 'up' || direction === 'down') {
    const next = nearest(here, neighbours(layout, here.box.id, direction));
    if (next !== undefined) return next.box.id;
    const index = ordered.indexOf(here) + (direction === 'down' ? 1 : -1);
    return ordered[index]?.box.id ?? here.box.id;
  }
  const sign = direction === 'left' ? -1 : 1;
  const beside = ordered.filter(
    (other) => sign * (other.x - here.x) > 0 && other.y < here.y + here.height && here.y < other.y + other.height,
  );
  return nearest(here, beside)?.box.id ?? (direction === 'left' ? (here.box.parent ?? here.box.id) : here.box.id);
}

function walkFromFrame(
  layout: GraphLayout,
  ordered: readonly PlacedBox[],
  placed: GraphLayout['frames'][number],
  direction: Direction,
): string | undefined {
  const inside = ordered.filter((box) => isInside(box, placed));
  if (direction === 'left') return placed.frame.parent ?? placed.frame.id;
  if (direction === 'right' || direction === 'down') return inside[0]?.box.id ?? placed.frame.id;
  const above = ordered.filter((box) => box.y < placed.y && !isInside(box, placed));
  return (
    above.at(-1)?.box.id ??
    layout.frames.find(({ frame }) => frame.id === placed.frame.parent)?.frame.id ??
    placed.frame.id
  );
}

/** The boxes at the other ends of a box's edges. */
function neighbours({ boxes, edges }: GraphLayout, id: string, direction: 'up' | 'down'): readonly PlacedBox[] {
  const ids = new Set(
    edges.flatMap(({ from, to }) => {
      if (direction === 'down') return from === id ? to : [];
      return to.includes(id) ? [from] : [];
    }),
  );
  return boxes.filter(({ box }) => ids.has(box.id));
}

function nearest(here: Rectangle, others: readonly PlacedBox[]): PlacedBox | undefined {
  const distance = (other: Rectangle): number =>
    Math.abs(other.x + other.width / 2 - here.x - here.width / 2) + 2 * Math.abs(other.y - here.y);
  return [...others].sort((left, right) => distance(left) - distance(right))[0];
}

function isInside(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
