import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyze } from '../language/analyze';
import type { DataHost } from '../language/data/description';
import { DocumentAnalyzer } from '../language/incremental/documentAnalyzer';
import type { LanguageServiceHost } from '../language/index';
import type { DocumentAnalysis } from '../language/model/graph';
import type { DocumentFiles } from './environment';
import { normalizeUri } from './normalizeUri';

/** An open document with what is known of it. */
interface Entry {
  readonly analyzer: DocumentAnalyzer;
  readonly document: TextDocument;
  /** Undefined while something that it hangs on has changed. */
  analysis: DocumentAnalysis | undefined;
  /** Files that the analysis asked for, there or not. */
  reads: ReadonlySet<string>;
}

/**
 * The analyses of documents: one a version, made when somebody asks, made again when a file that the document
 * imports or a data description changes. An answer is valid until the document is asked for after a change;
 * so a handler uses it and lets it go.
 */
export class Analyses {
  private readonly entries = new Map<string, Entry>();
  private readonly closed = new Map<string, TextDocument>();

  constructor(
    private readonly openDocument: (uri: string) => TextDocument | undefined,
    private readonly files: DocumentFiles,
    private readonly data: DataHost,
  ) {}

  get(document: TextDocument): DocumentAnalysis {
    const known = this.entries.get(document.uri);
    const entry = known?.document === document ? known : newEntry(document);
    this.entries.set(document.uri, entry);
    if (entry.analysis?.version === document.version) return entry.analysis;
    const reads = new Set<string>();
    const { uri, version } = document;
    const analysis = entry.analyzer.update({ uri, version, text: document.getText() }, this.host(reads));
    entry.analysis = analysis;
    entry.reads = reads;
    return analysis;
  }

  /** What a text would mean in the place of a document; kept nowhere. */
  preview(uri: string, text: string): DocumentAnalysis {
    return analyze({ uri, version: 0, text }, this.host(new Set()));
  }

  /** The documents that have read a file; they are analyzed again. */
  dropReadersOf(uri: string): readonly string[] {
    const key = normalizeUri(uri);
    this.closed.delete(key);
    const readers = [...this.entries].filter(([, entry]) => entry.reads.has(key)).map(([reader]) => reader);
    for (const reader of readers) this.invalidate(reader);
    return readers;
  }

  drop(uri: string): void {
    this.entries.delete(uri);
  }

  /** Everything outside of the documents may have changed. */
  dropAll(): void {
    for (const uri of this.entries.keys()) this.invalidate(uri);
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

  private invalidate(uri: string): void {
    const entry = this.entries.get(uri);
    if (entry !== undefined) entry.analysis = undefined;
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

function newEntry(document: TextDocument): Entry {
  return { analyzer: new DocumentAnalyzer(), document, analysis: undefined, reads: new Set() };
}
