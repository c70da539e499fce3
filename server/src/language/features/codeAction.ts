import type { Diagnostic, TextEdit } from '../diagnostics/diagnostic';
import type { DocumentAnalysis } from '../model/graph';
import type { Span } from '../syntax/tree';
import { priceOf } from './refactoring/price';
import { extractBlock } from './refactoring/extractBlock';
import { inlineBlock } from './refactoring/inlineBlock';
import { nameTensor } from './refactoring/nameTensor';
import { stackConvolutions } from './refactoring/stackConvolutions';
import type { Refactoring } from './refactoring/refactoring';

export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'extract' | 'inline' | 'rewrite';
  readonly edits: readonly TextEdit[];
  /** What a quick fix removes. */
  readonly diagnostic: Diagnostic | undefined;
}

/** Gives the analysis of a changed text of the same document. */
export type Preview = (text: string) => DocumentAnalysis;

const refactorings: readonly Refactoring[] = [extractBlock, inlineBlock, stackConvolutions, nameTensor];

/** The fixes of the problems in a range, then what can be rewritten there, each titled with its price. */
export function codeAction(analysis: DocumentAnalysis, range: Span, preview: Preview): readonly CodeAction[] {
  return [...quickFixes(analysis, range), ...rewrites(analysis, range, preview)];
}

function quickFixes(analysis: DocumentAnalysis, range: Span): readonly CodeAction[] {
  return analysis.diagnostics
    .filter(({ span }) => span.start <= range.end && span.end >= range.start)
    .flatMap((diagnostic) =>
      diagnostic.fixes.map((fix): CodeAction => ({ title: fix.title, kind: 'quickfix', edits: fix.edits, diagnostic })),
    );
}

function rewrites(analysis: DocumentAnalysis, range: Span, preview: Preview): readonly CodeAction[] {
  if (analysis.file.issues.length > 0) return [];
  return refactorings.flatMap((refactoring) => {
    const change = refactoring(analysis, range);
    if (change === undefined) return [];
    const price = priceOf(analysis, change.edits, preview);
    return price === undefined
      ? []
      : [{ title: `${change.title} (${price})`, kind: change.kind, edits: change.edits, diagnostic: undefined }];
  });
}
