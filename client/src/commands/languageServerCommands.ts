import { commands, type ExtensionContext } from 'vscode';
import type { ShapewrightClient } from '../languageClient';

/** `Restart Language Server` and `Show Language Server Log`. */
export function registerLanguageServerCommands(context: ExtensionContext, language: ShapewrightClient): void {
  context.subscriptions.push(
    commands.registerCommand('shapewright.restartLanguageServer', () => language.restart()),
    commands.registerCommand('shapewright.showLanguageServerLog', () => language.client.outputChannel.show(true)),
  );
}
