import { posix } from 'node:path';
import {
  commands,
  l10n,
  ProgressLocation,
  Uri,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type QuickPickItem,
} from 'vscode';
import * as z from 'zod';
import { commandLineAnswer } from '../tools/commandLineAnswer';
import { runCommandLine } from '../tools/runCommandLine';
import { targetAtCursor } from './showGraph';

const exported = z.object({ files: z.array(z.string()) });

interface TargetItem extends QuickPickItem {
  /** As the command line takes it. */
  readonly to: string;
  readonly extension: string;
}

/** `Export Model…`: the model around the cursor in a format that is asked for, at a place that is asked for. */
export function registerExportModel(context: ExtensionContext): Disposable {
  const script = context.asAbsolutePath('dist/cli.js');
  return commands.registerCommand('shapewright.exportModel', async () => {
    const subject = targetAtCursor();
    if (subject === undefined || !workspace.isTrusted) return;
    const file = Uri.parse(subject.uri);
    if (file.scheme !== 'file') return;
    const target = await window.showQuickPick(targets(), { title: l10n.t('Export {0}', subject.model) });
    if (target === undefined) return;
    const folder = Uri.joinPath(file, '..');
    const place = await window.showSaveDialog({
      defaultUri: Uri.joinPath(folder, `${subject.model}${target.extension}`),
      title: l10n.t('Export {0} as {1}', subject.model, target.label),
      ...(target.extension === '' ? {} : { filters: { [target.label]: [target.extension.slice(1)] } }),
    });
    if (place === undefined) return;
    await workspace.textDocuments.find(({ uri }) => uri.toString() === subject.uri)?.save();
    const args = ['export', file.fsPath, '--to', target.to, '--model', subject.model, '-o', place.fsPath, '--json'];
    await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Exporting {0}', subject.model), cancellable: true },
      async (_, token) => tell(await runCommandLine(script, args, { input: '', token })),
    );
  });
}

function targets(): readonly TargetItem[] {
  return [
    { to: 'keras', extension: '.py', label: 'Keras', description: l10n.t('a Keras 3 script') },
    { to: 'pytorch', extension: '.py', label: 'PyTorch', description: l10n.t('a module') },
    { to: 'onnx', extension: '.onnx', label: 'ONNX', description: l10n.t('with its weights before training') },
    { to: 'tfjs', extension: '', label: 'TensorFlow.js', description: l10n.t('a layers model, a folder') },
    { to: 'savedmodel', extension: '', label: 'TensorFlow SavedModel', description: l10n.t('a folder') },
    { to: 'safetensors', extension: '.safetensors', label: 'safetensors', description: l10n.t('weights alone') },
    { to: 'h5', extension: '.weights.h5', label: l10n.t('Keras weights'), description: l10n.t('weights alone') },
    { to: 'markdown', extension: '.md', label: 'Markdown', description: l10n.t('a table of the layers') },
    { to: 'latex', extension: '.tex', label: 'LaTeX', description: l10n.t('a table of the layers') },
  ];
}

/** Opens a text that was written; says what stood in the way where nothing was. */
async function tell(written: string): Promise<void> {
  const told = commandLineAnswer(written, exported);
  if ('reason' in told) {
    if (told.reason !== '') void window.showErrorMessage(told.reason);
    return;
  }
  const [file] = told.answer.files;
  if (file === undefined) return;
  if (['.py', '.md', '.tex'].includes(posix.extname(file))) await window.showTextDocument(Uri.file(file));
  else window.setStatusBarMessage(l10n.t('Wrote {0}', file), 10_000);
}
