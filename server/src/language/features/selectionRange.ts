import type { DocumentAnalysis } from '../model/graph';
import type { Span } from '../syntax/tree';
import { nameAt, pathAt } from '../syntax/traverse';

/** The spans around an offset, innermost first, each larger than the one before. */
export function selectionRange(analysis: DocumentAnalysis, offset: number): readonly Span[] {
  const path = nameAt(analysis.file, offset)?.path ?? pathAt(analysis.file, offset);
  const spans: Span[] = [];
  for (const { start, end } of path.toReversed()) {
    const inner = spans.at(-1);
    const isLarger =
      inner === undefined || (start <= inner.start && end >= inner.end && end - start > inner.end - inner.start);
    if (isLarger) spans.push({ start, end });
  }
  return spans;
}
