/** Prints figures beside what is wanted, as they are reached. */
export class Report {
  private missed = 0;

  note(text: string): void {
    process.stdout.write(`\n${text}\n`);
  }

  /** A figure that should be at most `target`. */
  figure(name: string, value: number, target: number, unit: string): void {
    const isReached = value <= target;
    if (!isReached) this.missed++;
    process.stdout.write(
      `  ${name.padEnd(42)} ${value.toFixed(1).padStart(9)} ${unit.padEnd(2)}   wanted ${target} ${unit}   ${isReached ? 'reached' : 'MISSED'}\n`,
    );
  }

  /** The exit status: 1 when a figure was missed. */
  finish(): number {
    process.stdout.write(this.missed === 0 ? '\nAll figures are reached.\n' : `\n${this.missed} figures are missed.\n`);
    return this.missed === 0 ? 0 : 1;
  }
}

/** The value below which a share of all values lies (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
