import { Uri, window, workspace } from 'vscode';

/** Asks where to save what a panel has made, and saves it there; the dialog asks before it replaces a file. */
export async function saveFile(name: string, folder: Uri | undefined, bytes: Uint8Array): Promise<void> {
  const base = folder ?? workspace.workspaceFolders?.[0]?.uri;
  const chosen = await window.showSaveDialog(base === undefined ? {} : { defaultUri: Uri.joinPath(base, name) });
  if (chosen === undefined) return;
  try {
    await workspace.fs.writeFile(chosen, bytes);
  } catch (error) {
    void window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}
