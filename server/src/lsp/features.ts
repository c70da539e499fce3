import {
  CodeActionKind,
  ResponseError,
  ErrorCodes,
  type Connection,
  type TextDocuments,
  type TextDocumentIdentifier,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { codeAction } from '../language/features/codeAction';
import { codeLens } from '../language/features/codeLens';
import { completion } from '../language/features/completion';
import { documentLink } from '../language/features/documentLink';
import { documentSymbol } from '../language/features/documentSymbol';
import { foldingRange } from '../language/features/foldingRange';
import { formatting } from '../language/features/formatting';
import { hover } from '../language/features/hover';
import { inlayHints } from '../language/features/inlayHints';
import {
  definition,
  documentHighlight,
  prepareRename,
  references,
  renameProblem,
} from '../language/features/navigation';
import { selectionRange } from '../language/features/selectionRange';
import { semanticTokens } from '../language/features/semanticTokens';
import { signatureHelp } from '../language/features/signatureHelp';
import { workspaceSymbol } from '../language/features/workspaceSymbol';
import type { DocumentAnalysis } from '../language/model/graph';
import { assertionsRequest, type AssertionsParams, type AssertionsResult } from '../protocol/assertionsRequest';
import { graphRequest, type GraphParams, type GraphResult } from '../protocol/graphRequest';
import { summaryRequest, type SummaryParams, type SummaryResult } from '../protocol/summaryRequest';
import type { Analyses } from './analyses';
import { answerAssertions } from './answerAssertions';
import { answerGraph } from './answerGraph';
import { answerSummary } from './answerSummary';
import * as convert from './convert';
import type { ClientAbilities } from './server';
import type { CommittedTexts, DocumentFiles } from './environment';
import { normalizeUri } from './normalizeUri';
import type { Settings } from './settings';

export interface FeatureContext {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly analyses: Analyses;
  readonly files: DocumentFiles;
  readonly committed: CommittedTexts;
  readonly settings: () => Settings;
  readonly abilities: () => ClientAbilities;
}

/**
 * A handler is: get the document, get its analysis, call the service, convert. A document that is not open
 * has an empty answer.
 */
export function registerFeatures(context: FeatureContext): void {
  const { connection, documents, analyses, files, committed: committedFiles, settings, abilities } = context;
  const lookup = (uri: string): TextDocument | undefined => analyses.document(uri);
  const lensTitles = new Map<string, Map<string, string>>();
  documents.onDidClose(({ document }) => lensTitles.delete(document.uri));

  /** The answer of a service about a document, or `otherwise` where there is none. */
  const answer = <T>(
    identifier: TextDocumentIdentifier,
    otherwise: T,
    service: (document: TextDocument, analysis: DocumentAnalysis) => T,
  ): T => {
    const document = documents.get(identifier.uri);
    return document === undefined ? otherwise : service(document, analyses.get(document));
  };

  /** Every analysis of the workspace: what is open as it is now, the rest from disk. */
  const workspace = (): readonly DocumentAnalysis[] => {
    const open = documents.all();
    const seen = new Set(open.map(({ uri }) => normalizeUri(uri)));
    const closed = files
      .list()
      .filter((uri) => !seen.has(normalizeUri(uri)))
      .flatMap((uri) => lookup(uri) ?? []);
    return [...open, ...closed].map((document) => analyses.get(document));
  };

  connection.onHover(({ textDocument, position }) =>
    answer(textDocument, null, (document, analysis) => {
      const found = hover(analysis, convert.toOffset(document, position));
      return found === undefined
        ? null
        : { range: convert.toRange(document, found.span), contents: { kind: 'markdown', value: found.markdown } };
    }),
  );

  connection.languages.inlayHint.on(({ textDocument, range }) =>
    answer(textDocument, [], (document, analysis) =>
      inlayHints(analysis, convert.toSpan(document, range), settings().inlayHints).map(({ offset, label }) => ({
        position: document.positionAt(offset),
        label,
        paddingLeft: true,
      })),
    ),
  );

  const committed = new Map<string, { readonly text: string; readonly analysis: DocumentAnalysis }>();
  documents.onDidOpen(() => committedFiles.refresh());
  documents.onDidSave(() => committedFiles.refresh());
  documents.onDidClose(({ document }) => committed.delete(document.uri));

  /** A document as it is in the last commit, analysed once for each text it has there. */
  const committedAnalysis = (uri: string, text: string | undefined): DocumentAnalysis | undefined => {
    if (text === undefined) return undefined;
    const known = committed.get(uri);
    if (known?.text === text) return known.analysis;
    const analysis = analyses.preview(uri, text);
    committed.set(uri, { text, analysis });
    return analysis;
  };

  connection.onCodeLens(async ({ textDocument }) => {
    const text = settings().codeLens ? await committedFiles.textOf(textDocument.uri) : undefined;
    return answer(textDocument, [], (document, analysis) => {
      if (!settings().codeLens) return [];
      const titles = lensTitles.get(document.uri) ?? new Map<string, string>();
      lensTitles.set(document.uri, titles);
      const before = text === document.getText() ? undefined : committedAnalysis(document.uri, text);
      return codeLens(analysis, { titles, lastRuns: new Map(), committed: before })
        .filter(({ command }) => command === undefined || abilities().commands.includes(command.name))
        .map((lens) => convert.toCodeLens(document, lens));
    });
  });

  connection.onCompletion(({ textDocument, position }) =>
    answer(textDocument, [], (document, analysis) =>
      completion(analysis, convert.toOffset(document, position)).map((item) =>
        convert.toCompletionItem(document, item, abilities().snippets),
      ),
    ),
  );

  connection.onSignatureHelp(({ textDocument, position }) =>
    answer(textDocument, null, (document, analysis) => {
      const help = signatureHelp(analysis, convert.toOffset(document, position));
      return help === undefined ? null : convert.toSignatureHelp(help);
    }),
  );

  connection.onDefinition(({ textDocument, position }) =>
    answer(textDocument, null, (document, analysis) => {
      const place = definition(analysis, convert.toOffset(document, position), (from, path) =>
        files.resolve(from, path),
      );
      return place === undefined ? null : (convert.toLocation(document, place, lookup) ?? null);
    }),
  );

  connection.onReferences(({ textDocument, position, context: { includeDeclaration } }) =>
    answer(textDocument, [], (document, analysis) =>
      references(analysis, convert.toOffset(document, position), workspace())
        .filter(({ isDeclaration }) => includeDeclaration || !isDeclaration)
        .flatMap((place) => convert.toLocation(document, place, lookup) ?? []),
    ),
  );

  connection.onPrepareRename(({ textDocument, position }) =>
    answer(textDocument, null, (document, analysis) => {
      const span = prepareRename(analysis, convert.toOffset(document, position));
      return span === undefined ? null : convert.toRange(document, span);
    }),
  );

  connection.onRenameRequest(({ textDocument, position, newName }) =>
    answer(textDocument, null, (document, analysis) => {
      const offset = convert.toOffset(document, position);
      const problem = renameProblem(analysis, offset, newName);
      if (problem !== undefined) throw new ResponseError(ErrorCodes.InvalidRequest, problem);
      const edits = references(analysis, offset, workspace()).map(({ uri, span }) => ({ uri, span, newText: newName }));
      return convert.toWorkspaceEdit(document, edits, lookup);
    }),
  );

  connection.onDocumentHighlight(({ textDocument, position }) =>
    answer(textDocument, [], (document, analysis) =>
      documentHighlight(analysis, convert.toOffset(document, position)).map(({ span }) => ({
        range: convert.toRange(document, span),
      })),
    ),
  );

  connection.onDocumentSymbol(({ textDocument }) =>
    answer(textDocument, [], (document, analysis) =>
      documentSymbol(analysis).map((symbol) => convert.toDocumentSymbol(document, symbol)),
    ),
  );

  connection.onWorkspaceSymbol(({ query }) =>
    workspaceSymbol(workspace(), query).flatMap(({ uri, symbol }) => {
      const document = lookup(uri);
      return document === undefined
        ? []
        : [
            {
              name: symbol.name,
              kind: convert.toSymbolKind(symbol.kind),
              location: { uri, range: convert.toRange(document, symbol.nameSpan) },
            },
          ];
    }),
  );

  connection.onFoldingRanges(({ textDocument }) =>
    answer(textDocument, [], (document, analysis) =>
      foldingRange(analysis).map((folding) => convert.toFoldingRange(document, folding)),
    ),
  );

  connection.onSelectionRanges(({ textDocument, positions }) =>
    answer(textDocument, null, (document, analysis) =>
      positions.map((position) => {
        const offset = convert.toOffset(document, position);
        return convert.toSelectionRange(document, selectionRange(analysis, offset), offset);
      }),
    ),
  );

  connection.onDocumentFormatting(({ textDocument }) =>
    answer(textDocument, [], (document, analysis) =>
      formatting(analysis).map((edit) => convert.toTextEdit(document, edit)),
    ),
  );

  connection.onDocumentRangeFormatting(({ textDocument, range }) =>
    answer(textDocument, [], (document, analysis) =>
      formatting(analysis, convert.toSpan(document, range)).map((edit) => convert.toTextEdit(document, edit)),
    ),
  );

  connection.onDocumentLinks(({ textDocument }) =>
    answer(textDocument, [], (document, analysis) =>
      documentLink(analysis).flatMap(({ span, path }) => {
        const target = files.resolve(analysis.uri, path);
        return target === undefined ? [] : [{ range: convert.toRange(document, span), target }];
      }),
    ),
  );

  connection.onCodeAction(({ textDocument, range, context: { only, diagnostics } }) =>
    answer(textDocument, [], (document, analysis) => {
      const wants = (kind: string): boolean =>
        only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
      const preview = (text: string): DocumentAnalysis => analyses.preview(document.uri, text);
      return codeAction(analysis, convert.toSpan(document, range), preview)
        .map((action) => convert.toCodeAction(document, action, diagnostics, lookup))
        .filter(({ kind }) => wants(kind ?? CodeActionKind.Empty));
    }),
  );

  connection.onRequest(summaryRequest, ({ uri, model }: SummaryParams): SummaryResult => {
    const document = lookup(uri);
    return document === undefined ? null : answerSummary(analyses.get(document), model);
  });

  connection.onRequest(assertionsRequest, ({ uri }: AssertionsParams): AssertionsResult => {
    const document = lookup(uri);
    return document === undefined ? null : answerAssertions(analyses.get(document));
  });

  connection.onRequest(graphRequest, ({ uri, model }: GraphParams): GraphResult => {
    const document = lookup(uri);
    return document === undefined ? null : answerGraph(analyses.get(document), model);
  });

  connection.languages.semanticTokens.on(({ textDocument }) =>
    answer(textDocument, { data: [] }, (document, analysis) => ({
      data: convert.encodeTokens(document, semanticTokens(analysis)),
    })),
  );

  connection.languages.semanticTokens.onRange(({ textDocument, range }) =>
    answer(textDocument, { data: [] }, (document, analysis) => ({
      data: convert.encodeTokens(document, semanticTokens(analysis, convert.toSpan(document, range))),
    })),
  );
}
