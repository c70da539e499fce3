import {
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
  type TextDocument,
  type TextEditor,
} from 'vscode';

/** Shows and selects a place of a document where it is already on the screen; the focus stays in the panel. */
export async function revealPlace(uri: string, place: { readonly start: number; readonly end: number }): Promise<void> {
  const document = await documentAt(Uri.parse(uri));
  if (document === undefined) return;
  const editor = await showBesidePanel(document);
  const range = new Range(document.positionAt(place.start), document.positionAt(place.end));
  editor.selection = new Selection(range.start, range.end);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The editor of a document: the one on the screen, else one in the first column, where no panel is covered. */
export async function showBesidePanel(document: TextDocument): Promise<TextEditor> {
  const visible = window.visibleTextEditors.find((editor) => editor.document === document);
  const place = { viewColumn: ViewColumn.One, preserveFocus: true, preview: true };
  return visible ?? window.showTextDocument(document, place);
}

/** Undefined when the file is gone. */
export async function documentAt(uri: Uri): Promise<TextDocument | undefined> {
  try {
    return await workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
