import type { DocumentAnalysis } from '../model/graph';
import { parseBeside } from '../syntax/reparse';
import type {
  Argument,
  ArgumentList,
  Call,
  Name,
  SourceExpression,
  SourceFile,
  Span,
  SyntaxNode,
} from '../syntax/tree';
import { nameAt, pathAt } from '../syntax/traverse';

/** Where a name would stand if one were typed at an offset. */
export interface Place {
  /** Outermost node first; the last one is the name, unless no name can stand here. */
  readonly path: readonly SyntaxNode[];
  /** As far as the place; what stands behind its declaration is left out. */
  readonly file: SourceFile;
  readonly name: Name | undefined;
  /** What a completion replaces. */
  readonly replace: Span;
  readonly prefix: string;
}

/** A name that nobody writes; its length does not matter, the text before it is unchanged. */
const DUMMY = 'here';
const WORD = /[\p{ID_Continue}]/u;

/** Puts a name at the offset in place of the word there and parses that part again: the tree then says what may stand there. */
export function placeAt(analysis: DocumentAnalysis, offset: number): Place | undefined {
  const { text, comments } = analysis.file;
  if (comments.some((comment) => offset > comment.start && offset <= comment.end)) return undefined;
  const start = wordStart(text, offset);
  const end = wordEnd(text, offset);
  if (pathAt(analysis.file, offset).some((node) => node.kind === 'Text' && offset > node.start && offset < node.end))
    return undefined;
  const file = parseBeside(analysis.file, text.slice(0, start) + DUMMY + text.slice(end));
  const found = nameAt(file, start);
  return {
    path: found?.path ?? pathAt(file, start),
    file,
    name: found?.name,
    replace: { start, end },
    prefix: text.slice(start, offset),
  };
}

/** The call whose arguments an offset is in, the innermost, and which argument it is at. */
export function argumentAt(
  path: readonly SyntaxNode[],
  offset: number,
):
  | { readonly call: Call | SourceExpression; readonly index: number; readonly argument: Argument | undefined }
  | undefined {
  for (let at = path.length - 1; at > 0; at--) {
    const list = path[at];
    const call = path[at - 1];
    if (list?.kind !== 'Arguments' || offset <= list.start) continue;
    if (call?.kind !== 'Call' && call?.kind !== 'Source') continue;
    const index = indexAt(list, offset);
    return { call, index, argument: list.items[index] };
  }
  return undefined;
}

function indexAt(list: ArgumentList, offset: number): number {
  const index = list.items.findIndex((item) => offset <= item.end);
  return index < 0 ? list.items.length : index;
}

function wordStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && WORD.test(text.charAt(start - 1))) start--;
  return start;
}

function wordEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && WORD.test(text.charAt(end))) end++;
  return end;
}
