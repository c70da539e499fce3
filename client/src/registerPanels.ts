import type { ExtensionContext } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { registerShowGraph } from './commands/showGraph';
import { registerTraining } from './training/registerTraining';
import { GraphPanels } from './views/graphPanel';

/** Everything with a panel: training, the graph of a model. */
export function registerPanels(context: ExtensionContext, client: LanguageClient): void {
  registerTraining(context, client);
  context.subscriptions.push(registerShowGraph(new GraphPanels(context, client)));
}
