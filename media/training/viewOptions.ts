import type { TrainingTarget } from '../../server/src/protocol/panelMessages';

/** What a person chose about the picture. */
export interface ViewOptions {
  /** The weight of the exponential smoothing a step, from 0 to 0.999. */
  readonly smoothing: number;
  readonly logScale: boolean;
  readonly tableOpen: boolean;
  /** The runs laid over the current one, in the order of their colours. */
  readonly overlays: readonly string[];
  /** The steps that the charts were zoomed to, and the run that they are of. */
  readonly zoom?: Zoom | undefined;
}

export interface Zoom {
  readonly run: string;
  readonly steps: readonly [from: number, to: number];
}

export interface SavedPanel extends ViewOptions {
  readonly target?: TrainingTarget;
}

/** The steps that smoothing spreads a value over, as the slider offers them: 1 / (1 − weight). */
export const smoothingSteps = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000] as const;

/** The weight that spreads a value over so many steps. */
export function smoothingWeight(steps: number): number {
  return 1 - 1 / steps;
}

const defaultSmoothing = smoothingWeight(30);
const largestSmoothing = smoothingWeight(Math.max(...smoothingSteps));

/** What was saved, with defaults for whatever is missing or makes no sense. */
export function viewOptions(saved: Partial<SavedPanel>): ViewOptions {
  const { smoothing, logScale, tableOpen, overlays } = saved;
  const zoom = readZoom(saved.zoom);
  return {
    smoothing:
      typeof smoothing === 'number' && smoothing >= 0 && smoothing <= largestSmoothing ? smoothing : defaultSmoothing,
    logScale: logScale === true,
    tableOpen: tableOpen === true,
    overlays: Array.isArray(overlays) ? overlays.filter((run) => typeof run === 'string').slice(0, 5) : [],
    ...(zoom === undefined ? {} : { zoom }),
  };
}

function readZoom(saved: unknown): Zoom | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { run, steps } = saved as Partial<Record<keyof Zoom, unknown>>;
  const [from, to] = Array.isArray(steps) ? (steps as readonly unknown[]) : [];
  if (typeof run !== 'string' || typeof from !== 'number' || typeof to !== 'number') return undefined;
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? { run, steps: [from, to] } : undefined;
}
