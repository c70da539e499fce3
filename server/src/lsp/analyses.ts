import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyze } from '../language/analyze';
import type { DataHost } from '../language/data/description';
import type { LanguageServiceHost } from '../language/index';
import type { DocumentAnalysis } from '../language/model/graph';
import { normalizeUri, type WorkspaceFiles } from './workspaceFiles';

interface Entry {
  readonly analysis: DocumentAnalysis;
  readonly document: TextDocument;
  /** Files that the analysis asked for, there or not. */
  readonly reads: ReadonlySet<string>;
}

/**
 * The analyses of open documents: one a version, made when somebody asks, thrown away when the document, a
 * file that it imports, or a data description changes.
 */
export class Analyses {
  private readonly entries = new Map<string, Entry>();
  private readonly closed = new Map<string, TextDocument>();

  constructor(
    private readonly openDocument: (uri: string) => TextDocument | undefined,
    private readonly files: WorkspaceFiles,
    private readonly data: DataHost,
  ) {}

  get(document: TextDocument): DocumentAnalysis {
    const known = this.entries.get(document.uri);
    if (known?.document === document && known.analysis.version === document.version) return known.analysis;
    const reads = new Set<string>();
    const analysis = analyze(
      { uri: document.uri, version: document.version, text: document.getText() },
      this.host(reads),
    );
    this.entries.set(document.uri, { analysis, document, reads });
    return analysis;
  }

  /** What a text would mean in the place of a document; kept nowhere. */
  preview(uri: string, text: string): DocumentAnalysis {
    return analyze({ uri, version: 0, text }, this.host(new Set()));
  }

  /** The open documents that have read a file; what is known of them is thrown away. */
  dropReadersOf(uri: string): readonly string[] {
    const key = normalizeUri(uri);
    this.closed.delete(key);
    const readers = [...this.entries].filter(([, entry]) => entry.reads.has(key)).map(([reader]) => reader);
    for (const reader of readers) this.entries.delete(reader);
    return readers;
  }

  drop(uri: string): void {
    this.entries.delete(uri);
  }

  dropAll(): void {
    this.entries.clear();
    this.closed.clear();
  }

  /** A document of the workspace, open or on disk. */
  document(uri: string): TextDocument | undefined {
    const open = this.openDocument(uri);
    if (open !== undefined) return open;
    const key = normalizeUri(uri);
    const known = this.closed.get(key);
    if (known !== undefined) return known;
    const text = this.files.read(uri);
    if (text === undefined) return undefined;
    const document = TextDocument.create(uri, 'nn', 0, text);
    this.closed.set(key, document);
    return document;
  }

  private host(reads: Set<string>): LanguageServiceHost {
    return {
      describe: (request) => this.data.describe(request),
      readFile: (uri) => {
        reads.add(normalizeUri(uri));
        return this.document(uri)?.getText();
      },
      resolve: (fromUri, path) => this.files.resolve(fromUri, path),
    };
  }
}
