/** One contestant's speeds, a round each, in examples a second. */
export interface Series {
  readonly name: string;
  readonly speeds: readonly number[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

/** `peak` is in examples a second. */
export function speedLine({ name, speeds }: Series, peak: number): string {
  const [middle, best] = [median(speeds), Math.max(...speeds)];
  const share = `${((100 * best) / peak).toFixed(0)} % of the peak`;
  return `${name.padEnd(10)} median ${middle.toFixed(0).padStart(6)}  best ${best.toFixed(0).padStart(6)} examples/s  ${share}`;
}

/** `native / keras 1.43 (bests 1.38)`. */
export function ratioLine(ours: Series, theirs: Series): string {
  const ratio = median(ours.speeds) / median(theirs.speeds);
  const bests = Math.max(...ours.speeds) / Math.max(...theirs.speeds);
  return `${ours.name} / ${theirs.name} ${ratio.toFixed(2)} (bests ${bests.toFixed(2)})`;
}
