import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Location } from '../../language/diagnostics/diagnostic';
import type { Span } from '../../language/syntax/tree';
import { analyzeFile, type AnalyzedFile } from '../analyzeFile';
import type { Values } from '../command/options';
import { overLimits, type limitOptions } from './limits';

export interface CheckedFile {
  readonly file: string;
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface JsonDiagnostic {
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

/** What is wrong with a file; where it cannot be read that is its one error. */
export async function checkFile(
  file: string,
  workspace: string | undefined,
  limits: Values<typeof limitOptions>,
): Promise<readonly JsonDiagnostic[]> {
  let analyzed: AnalyzedFile;
  try {
    analyzed = await analyzeFile(file, workspace);
  } catch (error) {
    const start = { line: 0, character: 0 };
    const message = error instanceof Error ? error.message : String(error);
    return [{ code: 'nn/file', severity: 'error', message, range: { start, end: start }, related: [], fixes: [] }];
  }
  const ranges = new Ranges(analyzed);
  const { analysis } = analyzed;
  return [...analysis.diagnostics, ...overLimits(analysis, limits)].map((diagnostic) => toJson(diagnostic, ranges));
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
