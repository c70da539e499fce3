import type { Problem } from '../model/problem';
import type { SourceFile } from '../syntax/tree';
import { firstLine } from './firstLine';

/** `nn/syntax`: what the parser could not read, as the parser words it. */
export function syntaxProblems(file: SourceFile): readonly Problem[] {
  return file.issues.map((issue) => ({
    code: 'nn/syntax',
    span: { start: issue.start, end: issue.end },
    message: firstLine(issue.message),
    ...(issue.replacement === undefined
      ? {}
      : {
          fixes: [
            {
              title: issue.replacement.title,
              edits: issue.replacement.edits.map(({ start, end, text }) => ({ span: { start, end }, newText: text })),
            },
          ],
        }),
  }));
}
