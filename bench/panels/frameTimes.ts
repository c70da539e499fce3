import * as z from 'zod';

/** In milliseconds, of the frames that a browser's trace tells of. */
export interface FrameTimes {
  readonly frames: number;
  readonly perSecond: number;
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
  /** Frames that came more than 25 ms after the one before: one was left out. */
  readonly late: number;
  /** What the page's own thread did for a frame. */
  readonly workMedian: number;
  readonly workP95: number;
}

const traceSchema = z.object({
  traceEvents: z.array(z.object({ name: z.string(), ts: z.number(), dur: z.number().optional() })),
});

/** Reads the frames from a trace in the format of Chromium's tracing. */
export function frameTimes(trace: string): FrameTimes {
  const { traceEvents } = traceSchema.parse(JSON.parse(trace));
  const drawn = traceEvents.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1000);
  drawn.sort((left, right) => left - right);
  const between = drawn.slice(1).map((time, index) => time - (drawn[index] ?? 0));
  const animation = traceEvents.filter(({ name }) => name === 'FireAnimationFrame').map(({ dur = 0 }) => dur / 1000);
  if (between.length === 0) throw new Error('the trace tells of no frames');
  return {
    frames: between.length,
    perSecond: (1000 * between.length) / ((drawn.at(-1) ?? 0) - (drawn[0] ?? 0)),
    median: quantile(between, 0.5),
    p95: quantile(between, 0.95),
    longest: Math.max(...between),
    late: between.filter((time) => time > 25).length,
    workMedian: quantile(animation, 0.5),
    workP95: quantile(animation, 0.95),
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
