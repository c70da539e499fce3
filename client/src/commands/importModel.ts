import { basename } from 'node:path';
import {
  commands,
  env,
  l10n,
  ProgressLocation,
  Uri,
  ViewColumn,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type QuickPickItem,
} from 'vscode';
import * as z from 'zod';
import { commandLineAnswer } from '../tools/commandLineAnswer';
import { runCommandLine } from '../tools/runCommandLine';

const imported = z.object({
  files: z.array(z.string()),
  notes: z.array(z.object({ place: z.string(), message: z.string() })),
  text: z.string().optional(),
});

/** A file on the disk, or code that stands nowhere but here. */
type Source = { readonly file: Uri } | { readonly code: string };

/** As many of them as a notice shows; all of them stand at the head of the text. */
const shownNotes = 3;

/**
 * `Import Keras Model…`: a file, or Keras code that is selected or in the clipboard, as a model of the language beside
 * the editor. A file becomes a file, whose weights go beside it; code a text without a name. The command line reads
 * it, so nothing of it is run.
 */
export function registerImportModel(context: ExtensionContext): Disposable {
  const script = context.asAbsolutePath('dist/cli.js');
  return commands.registerCommand('shapewright.importModel', async (given?: unknown) => {
    if (!workspace.isTrusted) return;
    const source = given instanceof Uri ? { file: given } : await chooseSource();
    if (source === undefined) return;
    const asked = 'file' in source ? await fileCall(source.file) : { args: ['-'], input: source.code };
    if (asked === undefined) return;
    const { args, input } = asked;
    await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Importing a Keras model'), cancellable: true },
      async (_, token) => tell(await runCommandLine(script, ['import', ...args, '--json'], { input, token })),
    );
  });
}

interface SourceItem extends QuickPickItem {
  choose(): Promise<Source | undefined> | Source;
}

async function chooseSource(): Promise<Source | undefined> {
  const editor = window.activeTextEditor;
  const document = editor?.document;
  const selected = document?.getText(editor?.selection) ?? '';
  const isFile = document?.uri.scheme === 'file' && /\.(py|json)$/.test(document.uri.path);
  const items: SourceItem[] = [
    ...(selected.trim() === ''
      ? []
      : [
          {
            label: l10n.t('Selected Code'),
            description: l10n.t('is read, not run'),
            choose: () => ({ code: selected }),
          },
        ]),
    ...(isFile
      ? [
          {
            label: l10n.t('This File'),
            description: basename(document.uri.path),
            choose: () => savedFile(document.uri),
          },
        ]
      : []),
    { label: l10n.t('Choose a File…'), description: l10n.t('.keras, .json, .py'), choose: chooseFile },
    {
      label: l10n.t('Keras Code from the Clipboard'),
      description: l10n.t('is read, not run'),
      choose: async () => ({ code: await env.clipboard.readText() }),
    },
  ];
  const chosen = await window.showQuickPick(items, { title: l10n.t('Import a Keras model from') });
  return chosen?.choose();
}

/** What is written there is what is read. */
async function savedFile(file: Uri): Promise<Source> {
  await workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString())?.save();
  return { file };
}

async function chooseFile(): Promise<Source | undefined> {
  const [file] =
    (await window.showOpenDialog({
      title: l10n.t('Import a Keras model'),
      filters: { [l10n.t('Keras models and code')]: ['keras', 'json', 'py'] },
    })) ?? [];
  return file && savedFile(file);
}

/** Asks where the model goes; the dialog of the editor asks before it writes over a file. */
async function fileCall(file: Uri): Promise<{ readonly args: readonly string[]; readonly input: string } | undefined> {
  if (file.scheme !== 'file') return undefined;
  const stem = basename(file.path).replace(/\.\w+$/, '');
  const place = await window.showSaveDialog({
    defaultUri: Uri.joinPath(file, '..', `${stem}.nn`),
    title: l10n.t('Import {0} as', basename(file.path)),
    filters: { [l10n.t('Shapewright model')]: ['nn'] },
  });
  return place && { args: [file.fsPath, '-o', place.fsPath], input: '' };
}

/** Opens the model beside what is open and says what it lacks, or why there is none. */
async function tell(written: string): Promise<void> {
  const told = commandLineAnswer(written, imported);
  if ('reason' in told) {
    if (told.reason !== '') void window.showErrorMessage(l10n.t('Not imported: {0}', told.reason));
    return;
  }
  const { files, notes, text } = told.answer;
  const [file] = files;
  const document = await (file === undefined
    ? workspace.openTextDocument({ language: 'nn', content: text ?? '' })
    : workspace.openTextDocument(Uri.file(file)));
  await window.showTextDocument(document, ViewColumn.Beside);
  if (notes.length === 0) return;
  const shown = notes.slice(0, shownNotes).map(({ place, message }) => `${place}: ${message}`);
  const rest = notes.length > shownNotes ? [l10n.t('the rest stands at the head of the text')] : [];
  void window.showWarningMessage(l10n.t('Not brought over ({0}): {1}.', notes.length, [...shown, ...rest].join('; ')));
}
