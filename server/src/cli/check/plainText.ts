import type { Paint } from '../command/colours';
import type { CheckedFile, JsonDiagnostic } from './checkFile';

const colours = { error: 'red', warning: 'yellow', info: 'blue' } as const satisfies {
  readonly [severity in JsonDiagnostic['severity']]: string;
};

/** `FILE:LINE:COLUMN SEVERITY CODE: MESSAGE`, from 1, as `problem-matcher.json` reads it; causes and fixes below. */
export function plainText({ file, diagnostics }: CheckedFile, paint: Paint): string {
  return diagnostics
    .map(({ code, severity, message, range, related, fixes }) => {
      const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
      const head = `${place} ${paint(colours[severity], severity)} ${code}: ${message}\n`;
      const causes = related.map((cause) => `  ${cause.message}\n`);
      const ways = fixes.map(({ title }, index) => `  fix ${index + 1}: ${title}\n`);
      return [head, ...causes, ...ways].join('');
    })
    .join('');
}
