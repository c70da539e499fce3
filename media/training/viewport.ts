/** The steps that all charts show. Undefined follows the run; anything else stays where the person put it. */
export type Viewport = readonly [from: number, to: number] | undefined;

/** Zooms by `factor` (below 1: closer) around a step, never beyond the run's extent. */
export function zoom(viewport: Viewport, extent: readonly [number, number], around: number, factor: number): Viewport {
  const [from, to] = viewport ?? extent;
  const width = Math.max(2, (to - from) * factor);
  if (width >= extent[1] - extent[0]) return undefined;
  const share = to > from ? (around - from) / (to - from) : 0.5;
  return clamp([around - width * share, around + width * (1 - share)], extent);
}

/** Moves by a share of the visible width; a chart that follows the run has nowhere to go. */
export function pan(viewport: Viewport, extent: readonly [number, number], share: number): Viewport {
  if (viewport === undefined) return undefined;
  const move = (viewport[1] - viewport[0]) * share;
  return clamp([viewport[0] + move, viewport[1] + move], extent);
}

function clamp(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): readonly [number, number] {
  const width = to - from;
  if (from < start) return [start, start + width];
  return to > end ? [end - width, end] : [from, to];
}
