import type { ExtensionContext } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { registerInspect } from './commands/inspect';
import { registerShowGraph } from './commands/showGraph';
import { registerTraining } from './training/registerTraining';
import { createGraphPanels } from './views/graphPanel';
import { createInspectPanels } from './views/inspectPanel';

/** Everything with a panel: training, the graph of a model, a look into it. */
export function registerPanels(context: ExtensionContext, client: LanguageClient): void {
  const training = registerTraining(context, client);
  context.subscriptions.push(
    registerShowGraph(createGraphPanels(context, client)),
    registerInspect(createInspectPanels(context, training)),
  );
}
