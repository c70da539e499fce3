import { commands, type ExtensionContext } from 'vscode';
import { registerInstallNativeEngine } from './commands/installNativeEngine';
import { registerLanguageServerCommands } from './commands/languageServerCommands';
import type { ShapewrightClient } from './languageClient';

let language: ShapewrightClient | undefined;

/**
 * Constructs and registers, nothing else: no engine is loaded and no server is waited for. The parts are evaluated one
 * by one, so that the server's process starts before the code of the panels is read.
 */
export async function activate(context: ExtensionContext): Promise<void> {
  const { createLanguageClient } = await import('./languageClient');
  language = createLanguageClient(context);
  void language.client.start();
  registerLanguageServerCommands(context, language);
  registerInstallNativeEngine(context);
  const { registerPanels } = await import('./registerPanels');
  registerPanels(context, language.client);
  await commands.executeCommand('setContext', 'shapewright.active', true);
}

export async function deactivate(): Promise<void> {
  await language?.client.dispose();
}
