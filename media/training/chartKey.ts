import { lastIndexUntil } from './lastIndexUntil';
import { pan, zoom, type Viewport } from './viewport';

export interface ChartKeyState {
  readonly steps: ArrayLike<number>;
  readonly extent: readonly [number, number];
  readonly viewport: Viewport;
  readonly crosshair: number | undefined;
}

export type ChartAction = { readonly viewport: Viewport } | { readonly crosshair: number | undefined };

/** What a key does on a chart, or undefined for keys that are not the chart's. */
export function chartKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  state: ChartKeyState,
): ChartAction | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const { extent, viewport, crosshair } = state;
  const [from, to] = viewport ?? extent;
  const at = crosshair ?? to;
  switch (event.key) {
    case 'ArrowLeft':
      return event.shiftKey ? { viewport: pan(viewport, extent, -0.25) } : { crosshair: neighbour(state, at, -1) };
    case 'ArrowRight':
      return event.shiftKey ? { viewport: pan(viewport, extent, 0.25) } : { crosshair: neighbour(state, at, 1) };
    case 'Home':
      return { crosshair: from };
    case 'End':
      return { crosshair: to };
    case '+':
    case '=':
      return { viewport: zoom(viewport, extent, at, 0.5) };
    case '-':
      return { viewport: zoom(viewport, extent, at, 2) };
    case '0':
      return { viewport: undefined };
    case 'Escape':
      return crosshair === undefined ? { viewport: undefined } : { crosshair: undefined };
    default:
      return undefined;
  }
}

/** About a hundredth of the picture further, at least one point, and never out of it. */
function neighbour({ steps, extent, viewport }: ChartKeyState, at: number, direction: 1 | -1): number {
  const [from, to] = viewport ?? extent;
  const here = lastIndexUntil(steps, at);
  const points = lastIndexUntil(steps, to) - lastIndexUntil(steps, from);
  const next = here + direction * Math.max(1, Math.round(points / 100));
  return Math.min(to, Math.max(from, steps[Math.min(steps.length - 1, Math.max(0, next))] ?? at));
}
