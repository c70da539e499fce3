import type { GraphLayout } from '../../server/src/language/graph/layoutGraph';
import type { Rectangle } from '../../server/src/language/graph/geometry';

/** Where the picture stands in the panel: a point of the picture is drawn at `scale` times itself plus `x`, `y`. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const smallest = 0.05;
const largest = 4;
/** So much of the picture stays in sight wherever one pans. */
const kept = 48;

/** The picture in its natural size, or narrower where it is wider than the panel; in the middle, from its top. */
export function fittingView({ width }: Size, panel: Size, natural: number): View {
  const scale = Math.max(smallest, Math.min(natural, width === 0 ? natural : panel.width / width));
  return { x: (panel.width - width * scale) / 2, y: 0, scale };
}

/** The whole picture. */
export function wholeView(picture: Size, panel: Size, natural: number): View {
  const scale = Math.max(smallest, Math.min(natural, panel.width / picture.width, panel.height / picture.height));
  return { x: (panel.width - picture.width * scale) / 2, y: (panel.height - picture.height * scale) / 2, scale };
}

/** Zooms by a factor so that the point of the panel stays where it is. */
export function zoomed(view: View, factor: number, { x, y }: { readonly x: number; readonly y: number }): View {
  const scale = Math.min(largest, Math.max(smallest, view.scale * factor));
  const change = scale / view.scale;
  return { x: x - (x - view.x) * change, y: y - (y - view.y) * change, scale };
}

/** Moves by pixels of the panel, never so far that the picture is lost. */
export function moved(view: View, by: { readonly x: number; readonly y: number }, picture: Size, panel: Size): View {
  const clamp = (value: number, size: number, room: number): number =>
    Math.min(room - kept, Math.max(kept - size * view.scale, value));
  return {
    x: clamp(view.x + by.x, picture.width, panel.width),
    y: clamp(view.y + by.y, picture.height, panel.height),
    scale: view.scale,
  };
}

/** The least move that brings a rectangle of the picture into sight, with some air around it. */
export function showing(view: View, { x, y, width, height }: Rectangle, panel: Size): View {
  const air = 24;
  const move = (from: number, size: number, room: number): number => {
    if (size + 2 * air > room || from < air) return air - from;
    return from + size > room - air ? room - air - from - size : 0;
  };
  return {
    x: view.x + move(x * view.scale + view.x, width * view.scale, panel.width),
    y: view.y + move(y * view.scale + view.y, height * view.scale, panel.height),
    scale: view.scale,
  };
}

/** The place of a box or frame in a layout. */
export function rectangleOf(layout: GraphLayout, id: string): Rectangle | undefined {
  return layout.boxes.find(({ box }) => box.id === id) ?? layout.frames.find(({ frame }) => frame.id === id);
}

/** A view that was saved, if it is one. */
export function readView(saved: unknown): View | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { x, y, scale } = saved as Partial<Record<keyof View, unknown>>;
  const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
  return isNumber(x) && isNumber(y) && isNumber(scale) && scale >= smallest && scale <= largest
    ? { x, y, scale }
    : undefined;
}
