import { commands, FileType, l10n, Uri, window, workspace, type Disposable, type ExtensionContext } from 'vscode';

/**
 * `Open Sample`: one of the models that come with the extension, by its name or by choice. The samples are copied to
 * the extension's storage first, with the data that they read, so that they can be changed and trained.
 */
export function registerOpenSample(context: ExtensionContext): Disposable {
  return commands.registerCommand('shapewright.openSample', async (wanted?: unknown) => {
    const folder = Uri.joinPath(context.globalStorageUri, 'samples');
    await copyMissing(Uri.joinPath(context.extensionUri, 'samples'), folder);
    const name = typeof wanted === 'string' ? wanted : await chooseSample(folder);
    if (name === undefined || !/^[\w-]+\.nn$/.test(name)) return;
    await window.showTextDocument(await workspace.openTextDocument(Uri.joinPath(folder, name)));
  });
}

/** Each sample with its first line, which says what it shows. */
async function chooseSample(folder: Uri): Promise<string | undefined> {
  const files = (await workspace.fs.readDirectory(folder)).filter(([name]) => name.endsWith('.nn'));
  const items = files.map(async ([name]) => {
    const text = new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, name)));
    return { label: name, description: /^# ?(.*)/.exec(text)?.[1] ?? '' };
  });
  const chosen = await window.showQuickPick(Promise.all(items), {
    placeHolder: l10n.t('Which sample?'),
    matchOnDescription: true,
  });
  return chosen?.label;
}

/** What is there already may have been changed by its reader and stays. */
async function copyMissing(from: Uri, to: Uri): Promise<void> {
  await workspace.fs.createDirectory(to);
  const there = new Set((await workspace.fs.readDirectory(to)).map(([name]) => name));
  for (const [name, type] of await workspace.fs.readDirectory(from)) {
    const [source, target] = [Uri.joinPath(from, name), Uri.joinPath(to, name)];
    if (type === FileType.Directory) await copyMissing(source, target);
    else if (!there.has(name)) await workspace.fs.copy(source, target);
  }
}
