const whole = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

/** The requests that an editor makes at a place, with their parameters. */
export function atPosition(
  uri: string,
  position: { readonly line: number; readonly character: number },
): readonly (readonly [string, unknown])[] {
  const at = { textDocument: { uri }, position };
  return [
    ['textDocument/hover', at],
    ['textDocument/completion', at],
    ['textDocument/signatureHelp', at],
    ['textDocument/definition', at],
    ['textDocument/references', { ...at, context: { includeDeclaration: true } }],
    ['textDocument/documentHighlight', at],
    ['textDocument/prepareRename', at],
    ['textDocument/selectionRange', { textDocument: { uri }, positions: [position] }],
    [
      'textDocument/codeAction',
      { textDocument: { uri }, range: { start: position, end: position }, context: { diagnostics: [] } },
    ],
  ];
}

/** Every request that an editor makes about a document. */
export function everyRequest(
  uri: string,
  position: { readonly line: number; readonly character: number },
): readonly (readonly [string, unknown])[] {
  const textDocument = { uri };
  const options = { tabSize: 2, insertSpaces: true };
  return [
    ...atPosition(uri, position),
    ['textDocument/inlayHint', { textDocument, range: whole }],
    ['textDocument/codeLens', { textDocument }],
    ['textDocument/documentSymbol', { textDocument }],
    ['textDocument/foldingRange', { textDocument }],
    ['textDocument/formatting', { textDocument, options }],
    ['textDocument/rangeFormatting', { textDocument, range: whole, options }],
    ['textDocument/documentLink', { textDocument }],
    ['textDocument/semanticTokens/full', { textDocument }],
    ['textDocument/semanticTokens/range', { textDocument, range: whole }],
  ];
}
