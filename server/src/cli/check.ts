/** `shapewright check FILE…`: what is wrong with files, for people or as JSON. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Location } from '../language/diagnostics/diagnostic';
import type { Span } from '../language/syntax/tree';
import { analyzeFile, type AnalyzedFile } from './analyzeFile';
import { defineCommand, files } from './command';
import { workspaceOption } from './command/options';

export const checkCommand = defineCommand({
  name: 'check',
  summary: 'check files and tell what is wrong',
  operands: files,
  options: { workspace: workspaceOption },
  examples: ['shapewright check samples/*.nn', 'shapewright check --json samples/mnist.nn'],
  perform: async ({ operands, values, json, output }) => {
    const found: { readonly file: string; readonly diagnostics: readonly JsonDiagnostic[] }[] = [];
    for (const file of operands) found.push({ file, diagnostics: await checkFile(file, values.workspace) });
    if (json) output.out.write(`${JSON.stringify({ files: found })}\n`);
    else output.out.write(found.map(toText).join(''));
    const errors = found
      .flatMap(({ diagnostics }) => diagnostics)
      .filter(({ severity }) => severity === 'error').length;
    if (!json) output.out.write(summaryLine(found.length, errors));
    return errors > 0 ? 1 : 0;
  },
});

interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly range: JsonRange;
  readonly related: readonly { readonly message: string; readonly uri?: string; readonly range: JsonRange }[];
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly { readonly uri?: string; readonly range: JsonRange; readonly newText: string }[];
  }[];
}

/** Zero-based lines and UTF-16 columns, as in the LSP. */
interface JsonRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

async function checkFile(file: string, workspace: string | undefined): Promise<readonly JsonDiagnostic[]> {
  let analyzed: AnalyzedFile;
  try {
    analyzed = await analyzeFile(file, workspace);
  } catch (error) {
    const start = { line: 0, character: 0 };
    const message = error instanceof Error ? error.message : String(error);
    return [{ code: 'nn/file', severity: 'error', message, range: { start, end: start }, related: [], fixes: [] }];
  }
  const ranges = new Ranges(analyzed);
  return analyzed.analysis.diagnostics.map((diagnostic) => toJson(diagnostic, ranges));
}

function toJson(diagnostic: Diagnostic, ranges: Ranges): JsonDiagnostic {
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    range: ranges.of({ span: diagnostic.span }),
    related: diagnostic.related.map(({ message, location }) => ({
      message,
      ...uriOf(location),
      range: ranges.of(location),
    })),
    fixes: diagnostic.fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ ...uriOf(edit), range: ranges.of(edit), newText: edit.newText })),
    })),
  };
}

function uriOf(place: { readonly uri?: string }): { readonly uri?: string } {
  return place.uri === undefined ? {} : { uri: place.uri };
}

/** Ranges in the file and in those that it imports. */
class Ranges {
  private readonly documents = new Map<string, TextDocument>();

  constructor(private readonly analyzed: AnalyzedFile) {}

  of(place: { readonly uri?: string; readonly span: Span } | Location): JsonRange {
    const document = this.document(place.uri);
    return { start: document.positionAt(place.span.start), end: document.positionAt(place.span.end) };
  }

  private document(uri: string | undefined): TextDocument {
    const { analysis, host } = this.analyzed;
    const key = uri ?? analysis.uri;
    const known = this.documents.get(key);
    if (known !== undefined) return known;
    const text = uri === undefined ? analysis.file.text : (host.readFile(uri) ?? '');
    const document = TextDocument.create(key, 'nn', 1, text);
    this.documents.set(key, document);
    return document;
  }
}

function toText({
  file,
  diagnostics,
}: {
  readonly file: string;
  readonly diagnostics: readonly JsonDiagnostic[];
}): string {
  return diagnostics
    .map(({ code, severity, message, range, related, fixes }) => {
      const head = `${file}:${range.start.line + 1}:${range.start.character + 1} ${severity} ${code}: ${message}\n`;
      const causes = related.map((cause) => `  ${cause.message}\n`);
      const ways = fixes.map(({ title }, index) => `  fix ${index + 1}: ${title}\n`);
      return [head, ...causes, ...ways].join('');
    })
    .join('');
}

function summaryLine(files: number, errors: number): string {
  return `${files} file${files === 1 ? '' : 's'}, ${errors === 0 ? 'no errors' : `${errors} error${errors === 1 ? '' : 's'}`}\n`;
}
