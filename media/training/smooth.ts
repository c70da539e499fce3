/** A curve as it was told: not every step, and stretches of steps joined to one mean. */
export interface ToldCurve {
  /** Rising; of a stretch the last one. */
  readonly steps: ArrayLike<number>;
  readonly means: ArrayLike<number>;
}

/**
 * Debiased exponential smoothing over steps: a value that comes k steps behind the one before stands for these k
 * steps, so that s ← wᵏ·s + (1 − wᵏ)·x from s = 0, shown as s / (1 − w^K) for K steps in all: the start is not pulled
 * towards 0 (Kingma & Ba 2015, section 3, for the correction), and a curve looks the same however often its steps were
 * told. Values that are not finite leave the average as it was and come out as they went in, so that a gap stays a gap.
 *
 * @param weight of what was before, a step; from 0 (the curve itself) to just under 1
 */
export function smooth({ steps, means }: ToldCurve, weight: number): Float64Array {
  const result = new Float64Array(means.length);
  let average = 0;
  let remaining = 1;
  let [lastGap, kept] = [1, weight];
  for (let index = 0; index < means.length; index++) {
    const value = means[index] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      result[index] = value;
      continue;
    }
    const gap = gapBefore(steps, index);
    // Most points are equally far apart.
    if (gap !== lastGap) [lastGap, kept] = [gap, weight ** gap];
    average = kept * average + (1 - kept) * value;
    remaining *= kept;
    result[index] = average / (1 - remaining);
  }
  return result;
}

/** How many steps a value stands for. The first one as many as the second: a window that opens late has seen no more. */
function gapBefore(steps: ArrayLike<number>, index: number): number {
  const step = steps[index] ?? 0;
  if (index > 0) return step - (steps[index - 1] ?? 0);
  return Math.max(1, Math.min(step, (steps[1] ?? step + 1) - step));
}
