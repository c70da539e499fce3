import type { Location, TextEdit } from '../diagnostics/diagnostic';
import type { Problem } from '../model/problem';
import type { TextChange } from '../syntax/reparse';
import type { Span } from '../syntax/tree';

/** A problem with places of its own: nodes of the tree move by themselves, what is kept beside it must not. */
export function ownProblem(problem: Problem): Problem {
  return mapSpans(problem, copySpan);
}

/** The problem after a change, or undefined where it speaks of what has changed. */
export function moveProblem(problem: Problem, change: TextChange): Problem | undefined {
  // Where each side of a mismatch came from is told with its line.
  if (change.movesLines && (problem.related ?? []).length > 0) return undefined;
  const by = change.newEnd - change.oldEnd;
  const lost: Span[] = [];
  const moved = mapSpans(problem, (span) => {
    if (span.end <= change.start) return span;
    if (span.start < change.oldEnd) lost.push(span);
    return { start: span.start + by, end: span.end + by };
  });
  return lost.length > 0 ? undefined : moved;
}

/** Places in other documents stay as they are. */
function mapSpans(problem: Problem, map: (span: Span) => Span): Problem {
  const ofLocation = (location: Location): Location =>
    location.uri === undefined ? { span: map(location.span) } : { uri: location.uri, span: copySpan(location.span) };
  const ofEdit = (edit: TextEdit): TextEdit => (edit.uri === undefined ? { ...edit, span: map(edit.span) } : edit);
  return {
    ...problem,
    span: map(problem.span),
    ...(problem.related === undefined
      ? {}
      : { related: problem.related.map(({ message, location }) => ({ message, location: ofLocation(location) })) }),
    ...(problem.fixes === undefined
      ? {}
      : { fixes: problem.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(ofEdit) })) }),
  };
}

function copySpan({ start, end }: Span): Span {
  return { start, end };
}
