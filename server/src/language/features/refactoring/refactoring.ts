import type { TextEdit } from '../../diagnostics/diagnostic';
import type { DocumentAnalysis } from '../../model/graph';
import type { FlowStatement, Span, SyntaxNode } from '../../syntax/tree';
import { pathAt } from '../../syntax/traverse';

/** A change of the text that a person may choose, without its price. */
export interface Change {
  readonly title: string;
  readonly kind: 'extract' | 'inline' | 'rewrite';
  readonly edits: readonly TextEdit[];
}

/** What could be rewritten in a range, or undefined. The file has no syntax issues. */
export type Refactoring = (analysis: DocumentAnalysis, range: Span) => Change | undefined;

/** The flow around a range with the nodes around the range's start. */
export function flowAt(
  analysis: DocumentAnalysis,
  range: Span,
): { readonly flow: FlowStatement; readonly path: readonly SyntaxNode[] } | undefined {
  const path = pathAt(analysis.file, range.start);
  const flow = path.find((node) => node.kind === 'Flow');
  return flow?.kind === 'Flow' && range.end <= flow.end ? { flow, path } : undefined;
}

/** A name that nothing in the file has yet: the wish itself or with a number. */
export function freeName(analysis: DocumentAnalysis, wish: string): string {
  const { text } = analysis.file;
  const isTaken = (name: string): boolean =>
    new RegExp(`(?<![\\p{ID_Continue}])${name}(?![\\p{ID_Continue}])`, 'u').test(text);
  let name = wish;
  for (let number = 2; isTaken(name); number++) name = `${wish}${number}`;
  return name;
}

/** The white space that a line starts with. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text.charAt(start - 1) !== '\n' && text.charAt(start - 1) !== '\r') start--;
  return start;
}

/** The line end that the file uses. */
export function newlineOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}
