/** Tests as pictures of code: a source with marks under it, and a cursor. */
import type { DocumentAnalysis } from '../../server/src/language/model/graph';
import type { LanguageServiceHost } from '../../server/src/language/index';
import { analyze } from '../../server/src/language/analyze';
import type { Span } from '../../server/src/language/syntax/tree';

export interface MarkedSpan extends Span {
  /** The words behind the mark: `#^^^ nn/shape`. */
  readonly label: string;
}

/** Takes out the cursor `|`, of which there must be one. */
export function withCursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  if (offset < 0 || marked.indexOf('|', offset + 1) >= 0) throw new Error('A source with a cursor has one | in it');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** Takes out the selection between `[[` and `]]`. */
export function withSelection(marked: string): { readonly text: string; readonly span: Span } {
  const start = marked.indexOf('[[');
  const end = marked.indexOf(']]') - 2;
  if (start < 0 || end < start) throw new Error('A source with a selection has [[ and ]] in it');
  return { text: marked.replace('[[', '').replace(']]', ''), span: { start, end } };
}

/**
 * Takes out lines of marks: `#  ^^^ label` says that the characters of the line above, over the carets, have
 * the label. The `#` counts as a column, so that carets stand under what they mean.
 */
export function withMarks(marked: string): { readonly text: string; readonly spans: readonly MarkedSpan[] } {
  const kept: string[] = [];
  const spans: MarkedSpan[] = [];
  let offset = 0;
  let above = 0;
  for (const line of marked.split('\n')) {
    const mark = /^\s*#\s*(\^+) (.*)$/.exec(line);
    if (mark?.[1] === undefined || mark[2] === undefined) {
      above = offset;
      offset += line.length + 1;
      kept.push(line);
      continue;
    }
    const start = above + line.indexOf('^');
    spans.push({ start, end: start + mark[1].length, label: mark[2] });
  }
  return { text: kept.join('\n'), spans };
}

/** Draws spans under a text, one line of carets each: the inverse of `withMarks`. */
export function drawMarks(text: string, spans: readonly MarkedSpan[]): string {
  let offset = 0;
  return text
    .split('\n')
    .flatMap((line) => {
      const start = offset;
      const end = start + line.length;
      offset = end + 1;
      const here = spans.filter((span) => span.start >= start && span.start <= end);
      return [
        line,
        ...here.map(
          (span) =>
            `#${' '.repeat(Math.max(0, span.start - start - 1))}${'^'.repeat(Math.max(1, span.end - span.start))} ${span.label}`,
        ),
      ];
    })
    .join('\n');
}

/** The analysis of a text, with other files beside it by name. Data sets that need files are unknown. */
export function analysisOf(
  text: string,
  files: { readonly [name: string]: string } = {},
  name = 'main.nn',
): DocumentAnalysis {
  return analyze({ uri: uriOf(name), version: 1, text }, hostOf(files));
}

export function uriOf(name: string): string {
  return `file:///workspace/${name}`;
}

export function hostOf(files: { readonly [name: string]: string }): LanguageServiceHost {
  return {
    describe: () => ({ kind: 'pending' }),
    readFile: (uri) => files[uri.replace('file:///workspace/', '')],
    resolve: (_from, path) => (path.includes('..') ? undefined : uriOf(path)),
  };
}
