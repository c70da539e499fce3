/**
 * The one place where offsets meet the protocol's positions, and the service's words the protocol's numbers.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  DiagnosticTag,
  FoldingRangeKind,
  InsertTextFormat,
  MarkupKind,
  SymbolKind,
  type CodeAction as LspCodeAction,
  type CodeLens as LspCodeLens,
  type CompletionItem as LspCompletionItem,
  type Diagnostic as LspDiagnostic,
  type DocumentSymbol,
  type FoldingRange,
  type Location as LspLocation,
  type MarkupContent,
  type Position,
  type Range,
  type SelectionRange,
  type SignatureHelp as LspSignatureHelp,
  type TextEdit as LspTextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Diagnostic, Location, TextEdit } from '../language/diagnostics/diagnostic';
import type { CodeAction } from '../language/features/codeAction';
import type { CodeLens } from '../language/features/codeLens';
import type { CompletionItem } from '../language/features/completion';
import type { CompletionKind } from '../language/features/completion/item';
import type { OutlineKind, OutlineSymbol } from '../language/features/documentSymbol';
import type { Folding } from '../language/features/foldingRange';
import { semanticTokenTypes, type SemanticToken } from '../language/features/semanticTokens';
import type { SignatureHelp } from '../language/features/signatureHelp';
import type { Span } from '../language/syntax/tree';

/** Gives the text of any document that an analysis speaks of. */
export type DocumentLookup = (uri: string) => TextDocument | undefined;

export function toRange(document: TextDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** A position out of range is moved into the document. */
export function toOffset(document: TextDocument, position: Position): number {
  const isSound = Number.isFinite(position.line) && Number.isFinite(position.character) && position.line >= 0;
  return isSound ? document.offsetAt({ line: position.line, character: Math.max(0, position.character) }) : 0;
}

export function toSpan(document: TextDocument, range: Range): Span {
  const start = toOffset(document, range.start);
  const end = toOffset(document, range.end);
  return { start: Math.min(start, end), end: Math.max(start, end) };
}

/** A place in another document; undefined when its text is not at hand. */
export function toLocation(from: TextDocument, location: Location, lookup: DocumentLookup): LspLocation | undefined {
  const uri = location.uri ?? from.uri;
  const document = uri === from.uri ? from : lookup(uri);
  return document === undefined ? undefined : { uri, range: toRange(document, location.span) };
}

export function toDiagnostic(
  document: TextDocument,
  diagnostic: Diagnostic,
  lookup: DocumentLookup,
  page?: string,
): LspDiagnostic {
  const related = diagnostic.related.flatMap(({ message, location }) => {
    const place = toLocation(document, location, lookup);
    return place === undefined ? [] : [{ message, location: place }];
  });
  return {
    range: toRange(document, diagnostic.span),
    severity: severities[diagnostic.severity],
    code: diagnostic.code,
    // Headings of the page are the codes; links leave out the slash.
    ...(page === undefined || !diagnostic.code.startsWith('nn/')
      ? {}
      : { codeDescription: { href: `${page}#${diagnostic.code.replace('/', '')}` } }),
    source: 'shapewright',
    message: diagnostic.message,
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(diagnostic.unnecessary === true ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}

export function toTextEdit(document: TextDocument, edit: TextEdit): LspTextEdit {
  return { range: toRange(document, edit.span), newText: edit.newText };
}

/** Edits by document; those of documents that cannot be read are left out. */
export function toWorkspaceEdit(from: TextDocument, edits: readonly TextEdit[], lookup: DocumentLookup): WorkspaceEdit {
  const changes: { [uri: string]: LspTextEdit[] } = {};
  for (const edit of edits) {
    const uri = edit.uri ?? from.uri;
    const document = uri === from.uri ? from : lookup(uri);
    if (document !== undefined) (changes[uri] ??= []).push(toTextEdit(document, edit));
  }
  return { changes };
}

export function toCodeAction(
  document: TextDocument,
  action: CodeAction,
  diagnostics: readonly LspDiagnostic[],
  lookup: DocumentLookup,
): LspCodeAction {
  const isFix = action.kind === 'quickfix';
  const fixed = action.diagnostic === undefined ? undefined : toDiagnostic(document, action.diagnostic, lookup);
  const known =
    fixed === undefined
      ? []
      : diagnostics.filter(({ code, range }) => code === fixed.code && isSameRange(range, fixed.range));
  return {
    title: action.title,
    kind: isFix
      ? CodeActionKind.QuickFix
      : action.kind === 'extract'
        ? CodeActionKind.RefactorExtract
        : action.kind === 'inline'
          ? CodeActionKind.RefactorInline
          : CodeActionKind.RefactorRewrite,
    edit: toWorkspaceEdit(document, action.edits, lookup),
    ...(fixed === undefined ? {} : { diagnostics: known.length > 0 ? known : [fixed] }),
  };
}

export function toCodeLens(document: TextDocument, lens: CodeLens): LspCodeLens {
  const start = document.positionAt(lens.span.start);
  const command =
    lens.command === undefined
      ? { title: lens.title, command: '' }
      : { title: lens.title, command: lens.command.name, arguments: [...lens.command.args] };
  return { range: { start, end: start }, command };
}

export function toCompletionItem(
  document: TextDocument,
  item: CompletionItem,
  supportsSnippets: boolean,
): LspCompletionItem {
  const snippet = supportsSnippets ? item.snippet : undefined;
  const sort = Math.round(item.rank * 1000)
    .toString()
    .padStart(6, '0');
  return {
    label: item.label,
    kind: completionKinds[item.kind],
    sortText: `${sort}${item.label}`,
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.documentation === undefined ? {} : { documentation: markdown(item.documentation) }),
    textEdit: { range: toRange(document, item.replace), newText: snippet ?? item.label },
    insertTextFormat: snippet === undefined ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
  };
}

export function toSignatureHelp(help: SignatureHelp): LspSignatureHelp {
  const parameters = help.parameters.map(({ start, end, documentation }) => ({
    label: [start, end] as [number, number],
    documentation: markdown(documentation),
  }));
  return {
    signatures: [
      {
        label: help.label,
        documentation: markdown(help.documentation),
        parameters,
        ...(help.active === undefined ? {} : { activeParameter: help.active }),
      },
    ],
    activeSignature: 0,
    ...(help.active === undefined ? {} : { activeParameter: help.active }),
  };
}

export function toDocumentSymbol(document: TextDocument, symbol: OutlineSymbol): DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: symbolKinds[symbol.kind],
    range: toRange(document, symbol.span),
    selectionRange: toRange(document, symbol.nameSpan),
    children: symbol.children.map((child) => toDocumentSymbol(document, child)),
  };
}

export function toSymbolKind(kind: OutlineKind): SymbolKind {
  return symbolKinds[kind];
}

export function toFoldingRange(document: TextDocument, folding: Folding): FoldingRange {
  const { start, end } = toRange(document, folding);
  // The closing bracket stays visible.
  const closes = /[)\]}]/.test(document.getText().charAt(folding.end - 1));
  const endLine = closes ? Math.max(start.line, end.line - 1) : end.line;
  const kind =
    folding.kind === 'comment'
      ? FoldingRangeKind.Comment
      : folding.kind === 'imports'
        ? FoldingRangeKind.Imports
        : FoldingRangeKind.Region;
  return { startLine: start.line, endLine, kind };
}

/** Innermost span first in, a chain of parents out. */
export function toSelectionRange(document: TextDocument, spans: readonly Span[], offset: number): SelectionRange {
  let chain: SelectionRange | undefined;
  for (const span of spans.toReversed()) {
    const range = toRange(document, span);
    chain = chain === undefined ? { range } : { range, parent: chain };
  }
  return chain ?? { range: toRange(document, { start: offset, end: offset }) };
}

/** The protocol's five numbers a token, each place relative to the one before. */
export function encodeTokens(document: TextDocument, tokens: readonly SemanticToken[]): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const token of tokens) {
    const start = document.positionAt(token.start);
    const modifiers = (token.isDeclaration ? 1 : 0) | (token.isLibrary ? 2 : 0);
    data.push(
      start.line - line,
      start.line === line ? start.character - character : start.character,
      token.end - token.start,
      semanticTokenTypes.indexOf(token.type),
      modifiers,
    );
    line = start.line;
    character = start.character;
  }
  return data;
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

const completionKinds: { readonly [kind in CompletionKind]: CompletionItemKind } = {
  layer: CompletionItemKind.Class,
  block: CompletionItemKind.Function,
  function: CompletionItemKind.Function,
  argument: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  tensor: CompletionItemKind.Variable,
  parameter: CompletionItemKind.TypeParameter,
  kernel: CompletionItemKind.Constant,
  data: CompletionItemKind.Module,
  part: CompletionItemKind.Field,
  model: CompletionItemKind.Struct,
  train: CompletionItemKind.Event,
  key: CompletionItemKind.Property,
  keyword: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
};

const symbolKinds: { readonly [kind in OutlineKind]: SymbolKind } = {
  import: SymbolKind.File,
  data: SymbolKind.Namespace,
  kernel: SymbolKind.Array,
  defaults: SymbolKind.Object,
  block: SymbolKind.Function,
  model: SymbolKind.Class,
  train: SymbolKind.Event,
  tensor: SymbolKind.Variable,
  output: SymbolKind.Field,
  layer: SymbolKind.Constant,
  key: SymbolKind.Property,
};

function isSameRange(a: Range, b: Range): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}

/** Names and values stand in backticks in all summaries. */
function markdown(value: string): MarkupContent {
  return { kind: MarkupKind.Markdown, value };
}
