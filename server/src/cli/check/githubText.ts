import { relative, resolve } from 'node:path';
import type { CheckedFile, JsonDiagnostic } from './checkFile';

const commands: { readonly [severity in JsonDiagnostic['severity']]: string } = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/**
 * Workflow commands of GitHub Actions, which become annotations of a pull request. The escapes are those of
 * `@actions/core` (`command.ts`). `workspace` is the checkout, to which GitHub's paths are relative.
 */
export function githubText({ file, diagnostics }: CheckedFile, workspace: string | undefined): string {
  const place = workspace === undefined || workspace === '' ? file : relative(workspace, resolve(file));
  return diagnostics
    .map(({ code, severity, message, range: { start, end }, related, fixes }) => {
      const isOneLine = start.line === end.line;
      const properties = {
        file: place.replaceAll('\\', '/'),
        line: start.line + 1,
        endLine: end.line + 1,
        // GitHub takes columns for a single line alone.
        ...(isOneLine ? { col: start.character + 1, endColumn: Math.max(start.character, end.character) + 1 } : {}),
        title: code,
      };
      const told = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
      const lines = [message, ...related.map((cause) => cause.message), ...fixes.map(({ title }) => `fix: ${title}`)];
      return `::${commands[severity]} ${told.join(',')}::${escaped(lines.join('\n'))}\n`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
