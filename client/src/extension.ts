import { commands, type ExtensionContext } from 'vscode';
import { registerInstallNativeEngine } from './commands/installNativeEngine';
import { registerLanguageServerCommands } from './commands/languageServerCommands';
import { registerShowGraph } from './commands/showGraph';
import { createLanguageClient, type ShapewrightClient } from './languageClient';
import { registerTraining } from './training/registerTraining';
import { GraphPanels } from './views/graphPanel';

let language: ShapewrightClient | undefined;

/** Constructs and registers, nothing else: no engine is loaded and nothing is waited for. */
export function activate(context: ExtensionContext): void {
  language = createLanguageClient(context);
  registerLanguageServerCommands(context, language);
  registerInstallNativeEngine(context);
  registerTraining(context, language.client);
  context.subscriptions.push(registerShowGraph(new GraphPanels(context, language.client)));
  void commands.executeCommand('setContext', 'shapewright.active', true);
  void language.client.start();
}

export async function deactivate(): Promise<void> {
  await language?.client.dispose();
}
