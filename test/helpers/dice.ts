/** True as often as a share says. */
export function chance(share: number, random: () => number): boolean {
  return random() < share;
}

/** A whole number from `low` to `high`, both included. */
export function whole(low: number, high: number, random: () => number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One of a list, which must not be empty. */
export function pick<T>(items: readonly T[], random: () => number): T {
  for (const item of items.slice(Math.floor(random() * items.length))) return item;
  throw new RangeError('Nothing can be picked from an empty list');
}
