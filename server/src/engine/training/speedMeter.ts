/** Examples a second over the last few seconds, and the time that the rest will take. */
export interface SpeedMeter {
  /** A batch of `examples` is done at `now` (milliseconds). */
  add(examples: number, now: number): void;
  /** Time that is not work (pause, validation) has passed: counts start anew at `now`. */
  restart(now: number): void;
  /** 0 until something was measured. */
  readonly examplesPerSecond: number;
}

const windowLength = 5000;

export function createSpeedMeter(start: number): SpeedMeter {
  let points: { readonly time: number; readonly examples: number }[] = [{ time: start, examples: 0 }];
  let total = 0;
  let speed = 0;
  return {
    add: (examples, now) => {
      total += examples;
      points.push({ time: now, examples: total });
      const first = points.findIndex((point) => point.time >= now - windowLength);
      const from = points[Math.max(0, first - 1)];
      if (from !== undefined && now > from.time) speed = ((total - from.examples) * 1000) / (now - from.time);
      // Dropping in bulk keeps this cheap at thousands of batches a second.
      if (first > 512) points = points.slice(first - 1);
    },
    restart: (now) => {
      points = [{ time: now, examples: total }];
    },
    get examplesPerSecond() {
      return speed;
    },
  };
}
