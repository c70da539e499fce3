import { commands, l10n, window, type Disposable } from 'vscode';
import type { TrainingTarget } from '../../../server/src/protocol/panelMessages';
import { findTrains, trainAt } from '../training/findTrain';
import type { Training } from '../training/training';
import { startAndShow, type TrainingPanels } from '../views/trainingPanel';

/** `Train`: the block that the lens stands above, or the one at the cursor. */
export function registerTrain(training: Training, panels: TrainingPanels): Disposable {
  return commands.registerCommand('shapewright.train', async (uri?: unknown, train?: unknown) => {
    const target = typeof uri === 'string' && typeof train === 'string' ? { uri, train } : targetAtCursor();
    if (target === undefined) {
      void window.showInformationMessage(
        l10n.t('There is no train block to run here: write `train Model on data { … }` first.'),
      );
      return;
    }
    await startAndShow(training, panels, target, { name: 'local', place: undefined });
  });
}

/** The train block at the cursor of the active editor. */
export function targetAtCursor(): TrainingTarget | undefined {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== 'nn') return undefined;
  const found = trainAt(findTrains(editor.document.getText()), editor.document.offsetAt(editor.selection.active));
  return found === undefined ? undefined : { uri: editor.document.uri.toString(), train: found.train };
}
