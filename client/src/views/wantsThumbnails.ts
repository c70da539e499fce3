import { workspace, type TextDocument } from 'vscode';

/** Whether pictures of the layers are to stand beside a document's lines. They read weights and data that its folder names. */
export function wantsThumbnails({ languageId, uri }: TextDocument): boolean {
  if (languageId !== 'nn' || !workspace.isTrusted) return false;
  return workspace.getConfiguration('shapewright', uri).get<unknown>('thumbnails.enabled') === true;
}
