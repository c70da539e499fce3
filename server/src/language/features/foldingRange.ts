import type { DocumentAnalysis } from '../model/graph';
import type { Span } from '../syntax/tree';
import { walk } from '../syntax/traverse';

export interface Folding extends Span {
  readonly kind: 'region' | 'comment' | 'imports';
}

/** Bodies, maps, lists and calls over several lines, flows, runs of comment lines, and the imports. */
export function foldingRange(analysis: DocumentAnalysis): readonly Folding[] {
  const { file } = analysis;
  const isTall = ({ start, end }: Span): boolean => /[\r\n]/.test(file.text.slice(start, end));
  const folds: Folding[] = [];
  walk(file, (node) => {
    if (
      node.kind === 'Body' ||
      node.kind === 'Map' ||
      node.kind === 'List' ||
      node.kind === 'Arguments' ||
      node.kind === 'Flow'
    ) {
      if (isTall(node)) folds.push({ kind: 'region', start: node.start, end: node.end });
    } else if (node.kind === 'Data' && isTall(node)) folds.push({ kind: 'region', start: node.start, end: node.end });
  });
  return [...folds, ...commentRuns(analysis), ...importRun(analysis)];
}

function commentRuns({ file }: DocumentAnalysis): readonly Folding[] {
  const runs: { start: number; end: number; lines: number }[] = [];
  for (const comment of file.comments) {
    const run = runs.at(-1);
    const isNext = run !== undefined && /^[ \t]*(\r\n|\r|\n)[ \t]*$/.test(file.text.slice(run.end, comment.start));
    if (isNext) {
      run.end = comment.end;
      run.lines++;
    } else runs.push({ start: comment.start, end: comment.end, lines: 1 });
  }
  return runs.filter(({ lines }) => lines > 1).map(({ start, end }) => ({ kind: 'comment', start, end }));
}

function importRun({ file }: DocumentAnalysis): readonly Folding[] {
  const imports = file.declarations.filter((node) => node.kind === 'Import');
  const first = imports.at(0);
  const last = imports.at(-1);
  return first === undefined || last === undefined || first === last
    ? []
    : [{ kind: 'imports', start: first.start, end: last.end }];
}
