import type { DocumentAnalysis } from '../model/graph';
import type { Location } from '../diagnostics/diagnostic';
import { isName } from '../syntax/scanner';
import type { Span } from '../syntax/tree';
import { pathAt } from '../syntax/traverse';
import { occurrencesOf, targetAt, type Occurrence } from './target';

export interface Reference extends Location {
  readonly uri: string;
  readonly isDeclaration: boolean;
}

/** Where the thing at an offset is declared; for an import, the file. */
export function definition(
  analysis: DocumentAnalysis,
  offset: number,
  resolve: (fromUri: string, path: string) => string | undefined,
): Location | undefined {
  const text = pathAt(analysis.file, offset).find((node) => node.kind === 'Import');
  if (text?.kind === 'Import' && text.path.kind === 'Text' && offset >= text.path.start) {
    const uri = resolve(analysis.uri, text.path.value);
    return uri === undefined ? undefined : { uri, span: { start: 0, end: 0 } };
  }
  const found = targetAt(analysis, offset);
  return found === undefined ? undefined : { uri: found.target.uri, span: found.target.span };
}

/** Every use of what stands at an offset, in all the documents given. */
export function references(
  analysis: DocumentAnalysis,
  offset: number,
  documents: readonly DocumentAnalysis[],
): readonly Reference[] {
  const found = targetAt(analysis, offset);
  if (found === undefined) return [];
  const others = documents.filter((document) => document.uri !== analysis.uri);
  return [analysis, ...others].flatMap((document) =>
    occurrencesOf(document, found.target).map(({ span, isDeclaration }) => ({
      uri: document.uri,
      span,
      isDeclaration,
    })),
  );
}

/** The uses in the document itself. */
export function documentHighlight(analysis: DocumentAnalysis, offset: number): readonly Occurrence[] {
  const found = targetAt(analysis, offset);
  return found === undefined ? [] : occurrencesOf(analysis, found.target);
}

/** The name that a rename would change; undefined where nothing can be renamed. */
export function prepareRename(analysis: DocumentAnalysis, offset: number): Span | undefined {
  return targetAt(analysis, offset)?.name;
}

/** A sentence about why a new name will not do, or undefined. */
export function renameProblem(analysis: DocumentAnalysis, offset: number, newName: string): string | undefined {
  if (!isName(newName)) return `"${newName}" is not a name: letters, digits and _, and none of the reserved words`;
  const found = targetAt(analysis, offset);
  return found === undefined ? 'There is nothing to rename here' : undefined;
}
