/** Sources with what is wrong in them drawn below each place: the fixtures of typical mistakes, and the examples of the language page. */
import { analyze } from '../../server/src/language/analyze';
import type { Diagnostic, Fix } from '../../server/src/language/diagnostics/diagnostic';
import { programData } from './programData';
import { testHost } from './testHost';

const mark = /^# *\^+ |^# {3,}(because|fix:|\|) /;

/** The diagnostics of a text by itself; files that the shared programs name are there. */
export function diagnose(text: string): readonly Diagnostic[] {
  return analyze({ uri: 'file:///main.nn', version: 1, text }, testHost({}, programData)).diagnostics;
}

/** The source without its pictures. */
export function withoutPictures(picture: string): string {
  return picture
    .split('\n')
    .filter((line) => !mark.test(line))
    .join('\n');
}

/** The source with every diagnostic below its line: its message, its causes, and what each fix makes of the lines it changes. */
export function drawDiagnostics(text: string, diagnostics: readonly Diagnostic[]): string {
  let offset = 0;
  return text
    .split('\n')
    .flatMap((line) => {
      const [start, end] = [offset, offset + line.length];
      offset = end + 1;
      return [
        line,
        ...diagnostics
          .filter(({ span }) => span.start >= start && span.start <= end)
          .flatMap((diagnostic) => picture(text, diagnostic, start, end)),
      ];
    })
    .join('\n');
}

export function applied(text: string, fix: Fix): string {
  const last = [...fix.edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
  return last.reduce(
    (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
    text,
  );
}

function picture(text: string, diagnostic: Diagnostic, start: number, end: number): readonly string[] {
  const { span, severity, code, message, related, fixes } = diagnostic;
  const carets = '^'.repeat(Math.max(1, Math.min(span.end, end) - span.start));
  return [
    `#${' '.repeat(Math.max(0, span.start - start - 1))}${carets} ${severity} ${code}: ${message}`,
    ...related.map((cause) => `#   because ${cause.message}`),
    ...fixes.flatMap((fix) => [
      `#   fix: ${fix.title}`,
      ...changedLines(text, applied(text, fix)).map((line) => `#   | ${line}`),
    ]),
  ];
}

/** The lines of a text after a change that were not there before. */
function changedLines(before: string, after: string): readonly string[] {
  const old = new Set(before.split('\n'));
  return after.split('\n').flatMap((line) => (old.has(line) ? [] : [line.trim()]));
}
