/**
 * Moves labels that stand one above the other apart until each has `height`, within 0 and `bottom`, changing
 * their order never and their places as little as the room allows.
 *
 * @param wanted where each label would like its middle to be
 */
export function spreadLabels(wanted: readonly number[], height: number, bottom: number): readonly number[] {
  const order = wanted
    .map((_, index) => index)
    .sort((left, right) => (wanted[left] ?? 0) - (wanted[right] ?? 0) || left - right);
  const placed = [...wanted];
  let lowest = height / 2;
  for (const index of order) {
    placed[index] = Math.max(placed[index] ?? 0, lowest);
    lowest = (placed[index] ?? 0) + height;
  }
  let highest = bottom - height / 2;
  for (const index of [...order].reverse()) {
    placed[index] = Math.min(placed[index] ?? 0, highest);
    highest = (placed[index] ?? 0) - height;
  }
  return placed;
}
