/**
 * The candidate closest to a misspelt name, or undefined when none is close (a third of its letters). Case
 * and underscores don't count: `kernelSize` finds `kernel_size`; among equally close ones the case decides,
 * so that `adm` finds `adam` rather than `Adam`.
 */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = bare(name);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const distance = editDistance(wanted, bare(candidate));
    if (
      distance < bestDistance ||
      (distance === bestDistance && best !== undefined && editDistance(name, candidate) < editDistance(name, best))
    ) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll('_', '');
}

/** Insertions, removals, changes and swaps of neighbours (Damerau's optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      current.push(cost);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
