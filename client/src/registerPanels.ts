import type { ExtensionContext } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { registerInspect } from './commands/inspect';
import { registerOpenSample } from './commands/openSample';
import { registerExportModel } from './commands/exportModel';
import { registerImportModel } from './commands/importModel';
import { registerShowData } from './commands/showData';
import { registerShowGraph } from './commands/showGraph';
import { registerCommandLineTasks } from './tasks/commandLineTasks';
import { registerAssertionTests } from './testing/assertionTests';
import { registerModelTools } from './tools/modelTools';
import { registerTraining } from './training/registerTraining';
import { createDataPanels } from './views/dataPanel';
import { createGraphPanels } from './views/graphPanel';
import { createInspectPanels } from './views/inspectPanel';
import { registerThumbnails } from './views/registerThumbnails';

/** Everything with a panel: training, the graph of a model, a look into it, its data; and what trains from elsewhere. */
export function registerPanels(context: ExtensionContext, client: LanguageClient): void {
  const training = registerTraining(context, client);
  context.subscriptions.push(
    registerShowGraph(createGraphPanels(context, client)),
    registerExportModel(context),
    registerImportModel(context),
    registerInspect(createInspectPanels(context, training)),
    registerOpenSample(context),
    registerThumbnails(context, training),
    registerShowData(createDataPanels(context, training)),
  );
  registerAssertionTests(context, client, training);
  registerCommandLineTasks(context);
  registerModelTools(context, training);
}
