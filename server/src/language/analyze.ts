import { DocumentAnalyzer } from './incremental/documentAnalyzer';
import type { LanguageServiceHost, TextDocumentSnapshot } from './index';
import type { DocumentAnalysis } from './model/graph';

/**
 * What a document means: its models with shapes and costs, its data, its training set-ups, and every
 * problem once. Total: any text and any answer of the host give an analysis. Who analyzes the same document
 * again and again keeps a `DocumentAnalyzer`.
 */
export function analyze(document: TextDocumentSnapshot, host: LanguageServiceHost): DocumentAnalysis {
  return new DocumentAnalyzer().update(document, host);
}
