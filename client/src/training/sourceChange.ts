import type { SourceChange } from '../../../server/src/protocol/panelMessages';

/** More than this is read in the diff editor, not in a list. */
const most = 8;

/**
 * What another text has that this one has not and the other way round, line by line and in order, without comments,
 * arrows and indentation: the longest common subsequence stays out.
 */
export function sourceChange(current: string, other: string): readonly SourceChange[] {
  const before = meaningfulLines(current);
  const after = meaningfulLines(other);
  const common = commonLengths(before, after);
  const changes: SourceChange[] = [];
  let left = 0;
  let right = 0;
  while (left < before.length || right < after.length) {
    const removed = before[left];
    const added = after[right];
    if (removed !== undefined && removed === added) {
      left += 1;
      right += 1;
    } else if (
      added !== undefined &&
      (removed === undefined || lengthAt(common, left, right + 1) > lengthAt(common, left + 1, right))
    ) {
      changes.push({ kind: 'added', text: added });
      right += 1;
    } else if (removed !== undefined) {
      changes.push({ kind: 'removed', text: removed });
      left += 1;
    }
  }
  return changes.slice(0, most);
}

function meaningfulLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/#.*/, '')
        .replace(/^\s*->/, '')
        .trim(),
    )
    .filter((line) => line !== '');
}

/** `[i][j]`: the length of the longest common subsequence of what follows line i of one and line j of the other. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly Uint16Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let left = before.length - 1; left >= 0; left -= 1) {
    const row = lengths[left];
    for (let right = after.length - 1; right >= 0 && row !== undefined; right -= 1) {
      row[right] =
        before[left] === after[right]
          ? lengthAt(lengths, left + 1, right + 1) + 1
          : Math.max(lengthAt(lengths, left + 1, right), lengthAt(lengths, left, right + 1));
    }
  }
  return lengths;
}

function lengthAt(lengths: readonly Uint16Array[], left: number, right: number): number {
  return lengths[left]?.[right] ?? 0;
}
