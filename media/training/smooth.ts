/**
 * Debiased exponential smoothing: s ← w·s + (1 − w)·x from s = 0, shown as s / (1 − wⁿ), so that the start is
 * not pulled towards 0 (Kingma & Ba 2015, section 3, for the correction). Values that are not finite leave the
 * average as it was and come out as they went in, so that a gap stays a gap.
 *
 * @param weight from 0 (the curve itself) to just under 1
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  const result = new Float64Array(values.length);
  let average = 0;
  let remaining = 1;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      result[index] = value;
      continue;
    }
    average = weight * average + (1 - weight) * value;
    remaining *= weight;
    result[index] = average / (1 - remaining);
  }
  return result;
}
