/**
 * The language service: pure, without I/O, without a connection. The server, the command line, the panels
 * and the tests use it alike.
 */
import type { DataHost } from './data/description';
import type { DocumentAnalysis } from './model/graph';

export interface LanguageServiceHost extends DataHost {
  /** The text of another file of the workspace for `import`, or undefined when there is none. */
  readFile(uri: string): string | undefined;
  /** Joins a relative path onto the folder of a document; undefined when it leaves the workspace. */
  resolve(fromUri: string, path: string): string | undefined;
}

export interface TextDocumentSnapshot {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

export type Analyze = (document: TextDocumentSnapshot, host: LanguageServiceHost) => DocumentAnalysis;
