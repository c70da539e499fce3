import { commands, type ExtensionContext } from 'vscode';
import { registerInstallNativeEngine } from './commands/installNativeEngine';
import { registerLanguageServerCommands } from './commands/languageServerCommands';
import type { ShapewrightClient } from './languageClient';

let language: ShapewrightClient | undefined;

/**
 * Constructs and registers, nothing else: no engine is loaded and no server is waited for. The parts are bundles of
 * their own, read one by one, so that the server's process starts before the code of the panels is read, and other
 * extensions have their turn in between.
 */
export async function activate(context: ExtensionContext): Promise<void> {
  const { createLanguageClient } = await import('./languageClient');
  language = createLanguageClient(context);
  void language.client.start();
  registerLanguageServerCommands(context, language);
  registerInstallNativeEngine(context);
  await new Promise((resolve) => setImmediate(resolve));
  const { registerPanels } = await import('./registerPanels');
  registerPanels(context, language.client);
  await commands.executeCommand('setContext', 'shapewright.active', true);
}

export async function deactivate(): Promise<void> {
  await language?.client.dispose();
}
