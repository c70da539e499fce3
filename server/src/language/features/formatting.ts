import type { TextEdit } from '../diagnostics/diagnostic';
import type { DocumentAnalysis } from '../model/graph';
import { print } from '../syntax/printer';
import type { Span } from '../syntax/tree';

const BLANK = /[\s\uFEFF]*/y;
const SOLID = /[^\s\uFEFF]*/y;

/**
 * The changes of white space that bring a file, or a range of it, into the common layout. A file with syntax
 * issues is left alone.
 */
export function formatting(analysis: DocumentAnalysis, range?: Span): readonly TextEdit[] {
  const edits = blankEdits(analysis.file.text, print(analysis.file));
  return range === undefined ? edits : edits.filter(({ span }) => span.start >= range.start && span.end <= range.end);
}

/** Both texts differ in white space alone, so that the edits are found in one pass. */
function blankEdits(from: string, to: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let start = 0;
  let target = 0;
  while (start < from.length || target < to.length) {
    const blank = match(BLANK, from, start);
    const newText = match(BLANK, to, target);
    if (blank !== newText) edits.push({ span: { start, end: start + blank.length }, newText });
    start += blank.length;
    target += newText.length;
    const solid = match(SOLID, from, start);
    const printed = match(SOLID, to, target);
    // `a=1` may become `a = 1`: the shorter run is what both share.
    const shared = Math.min(solid.length, printed.length);
    if (shared === 0 && (solid.length > 0 || printed.length > 0))
      return [{ span: { start: 0, end: from.length }, newText: to }];
    start += shared;
    target += shared;
  }
  return edits;
}

function match(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}
