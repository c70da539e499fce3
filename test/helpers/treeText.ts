import type { SyntaxNode } from '../../server/src/language/syntax/tree';

/** A tree without its places, for comparing meanings. */
export function meaningOf(node: SyntaxNode): unknown {
  return JSON.parse(JSON.stringify(node, (key, value: unknown) => (places.has(key) ? undefined : value))) as unknown;
}

const places: ReadonlySet<string> = new Set(['start', 'end', 'operatorSpan', 'comments', 'text_', 'issues']);
