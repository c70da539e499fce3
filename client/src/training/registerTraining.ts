import { window, workspace, type ExtensionContext } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { registerPauseTraining } from '../commands/pauseTraining';
import { registerResumeTraining } from '../commands/resumeTraining';
import { registerShowEngineLog } from '../commands/showEngineLog';
import { registerShowSummary } from '../commands/showSummary';
import { registerShowTraining } from '../commands/showTraining';
import { registerStopTraining } from '../commands/stopTraining';
import { registerTrain } from '../commands/train';
import { registerTrainOn } from '../commands/trainOn';
import { TrainingPanels } from '../views/trainingPanel';
import { registerContextKeys } from './contextKeys';
import { createEngineHost } from './engineProcesses';
import { registerEngineStatus } from './engineStatus';
import { registerLayerDiagnostics } from './layerDiagnostics';
import { registerRunLog } from './runLog';
import { TrainingSupervisor } from './supervisor';
import { Training } from './training';

/** Everything about training: its commands, its panel, its status. Starts no process; takes up those that run. */
export function registerTraining(context: ExtensionContext, client: LanguageClient): Training {
  const log = window.createOutputChannel('Shapewright', { log: true });
  const storage = context.globalStorageUri.fsPath;
  const supervisor = new TrainingSupervisor(createEngineHost(context.asAbsolutePath('dist/engine.js'), storage));
  const training = new Training(context, supervisor, log);
  const panels = new TrainingPanels(context, training);
  context.subscriptions.push(
    log,
    supervisor,
    registerContextKeys(training),
    registerRunLog(training, log),
    registerLayerDiagnostics(training),
    ...registerEngineStatus(training),
    registerTrain(training, panels),
    registerTrainOn(training, panels),
    registerPauseTraining(training),
    registerResumeTraining(training),
    registerStopTraining(training),
    registerShowTraining(training, panels),
    registerShowEngineLog(log),
    workspace.onDidGrantWorkspaceTrust(() => takeUp(training)),
  );
  registerShowSummary(context, client);
  takeUp(training);
  return training;
}

/** Not before the workspace is trusted: the store's files name sockets to speak to. */
function takeUp(training: Training): void {
  if (!workspace.isTrusted) return;
  training.reattach().catch((error: unknown) => training.log.warn(`runs could not be taken up: ${String(error)}`));
}
