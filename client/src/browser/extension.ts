import { commands, Uri, window, workspace, type ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { filesNotification, type FilesParams } from '../../../server/src/protocol/filesNotification';
import { registerShowGraph } from '../commands/showGraph';
import { registerShowSummary } from '../commands/showSummary';
import { createGraphPanels } from '../views/graphPanel';

let client: LanguageClient | undefined;

/** In a browser there are the language, the summary and the graph; training and data need a machine of one's own. */
export async function activate(context: ExtensionContext): Promise<void> {
  const worker = new Worker(Uri.joinPath(context.extensionUri, 'dist', 'web', 'server.js').toString(true));
  client = new LanguageClient('shapewright', 'Shapewright', worker, {
    documentSelector: [{ language: 'nn' }],
    outputChannel: window.createOutputChannel('Shapewright Language Server', { log: true }),
    initializationOptions: {
      commands: ['shapewright.showSummary', 'shapewright.showGraph'],
      languagePage: Uri.joinPath(context.extensionUri, 'docs', 'language.md').toString(),
    },
  });
  context.subscriptions.push(registerShowGraph(createGraphPanels(context, client)));
  registerShowSummary(context, client);
  await client.start();
  await sendFiles(context, client);
  await commands.executeCommand('setContext', 'shapewright.active', true);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}

/** More files than a server keeps in a worker's memory. */
const mostFiles = 500;

/** The worker reads no disk: it is sent the model files of the workspace, now and as they change. */
async function sendFiles(context: ExtensionContext, server: LanguageClient): Promise<void> {
  const send = async (uris: readonly Uri[]): Promise<void> => {
    const files = await Promise.all(uris.map(async (uri) => ({ uri: uri.toString(), text: await textOf(uri) })));
    await server.sendNotification(filesNotification, { files } satisfies FilesParams);
  };
  const watcher = workspace.createFileSystemWatcher('**/*.nn');
  const changed = (uri: Uri): Promise<void> => send([uri]);
  context.subscriptions.push(
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
  );
  await send(await workspace.findFiles('**/*.nn', '**/node_modules/**', mostFiles));
}

/** Null where the file is gone. */
async function textOf(uri: Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
