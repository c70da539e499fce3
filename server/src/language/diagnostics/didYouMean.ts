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
  return best ?? beginningWith(wanted, candidates);
}

/** A word cut short, such as `grow` for `growth`, where only one candidate begins so. */
function beginningWith(wanted: string, candidates: Iterable<string>): string | undefined {
  if (wanted.length < 3) return undefined;
  const [found, other] = [...candidates].filter((candidate) => bare(candidate).startsWith(wanted));
  return other === undefined ? found : undefined;
}

/** A word without what spellings of one name differ in: case and underscores. */
export function bare(word: string): string {
  return word.toLowerCase().replaceAll('_', '');
}

/** Insertions, removals, changes and swaps of neighbours (Damerau's optimal string alignment). */
export function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      let cost = i === 0 || j === 0 ? i + j : at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      if (i > 0 && j > 0) cost = Math.min(cost, at(i - 1, j) + 1, at(i, j - 1) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(i - 2, j - 2) + 1);
      table[i * width + j] = cost;
    }
  }
  return at(a.length, b.length);
}
