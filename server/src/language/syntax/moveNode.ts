import type { Comment, Declaration, Span, SyntaxIssue } from './tree';

type Movable = { -readonly [key in keyof Span]: Span[key] };

/** Every span of a declaration, its own and those inside it, found once. */
const spansOf = new WeakMap<Declaration, readonly Movable[]>();

/**
 * Moves what stands behind a change to its new place. Nodes are immutable for everybody else: this is done
 * by the owner of a tree alone (`reparse`), so that what is known of an unchanged declaration stays true of
 * the same nodes.
 */
export function moveDeclaration(declaration: Declaration, by: number): void {
  let spans = spansOf.get(declaration);
  if (spans === undefined) {
    spans = collectSpans(declaration);
    spansOf.set(declaration, spans);
  }
  for (const span of spans) moveSpan(span, by);
}

/** Moves a span that is not shared with anything that stays. */
export function moveSpan(span: Span | Comment | SyntaxIssue, by: number): void {
  const movable: Movable = span;
  movable.start += by;
  movable.end += by;
}

/** Each once, even where two nodes share a part. */
function collectSpans(root: object): readonly Movable[] {
  const found: Movable[] = [];
  const seen = new Set<object>();
  const pending: object[] = [root];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (isSpan(value)) found.push(value);
    const parts: readonly unknown[] = Object.values(value);
    for (const part of parts) if (typeof part === 'object' && part !== null) pending.push(part);
  }
  return found;
}

function isSpan(value: object): value is Movable {
  return 'start' in value && 'end' in value;
}
