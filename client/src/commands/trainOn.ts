import { commands, l10n, window, type Disposable, type QuickPickItem } from 'vscode';
import type { Training } from '../training/training';
import { trainingChoices, type TrainingChoice } from '../training/trainingTargets';
import { startAndShow, type TrainingPanels } from '../views/trainingPanel';
import { targetAtCursor } from './train';

/** `Train On…`: asks where, and trains the block that the lens stands above, or the one at the cursor, there. */
export function registerTrainOn(training: Training, panels: TrainingPanels): Disposable {
  return commands.registerCommand('shapewright.trainOn', async (uri?: unknown, train?: unknown) => {
    const target = typeof uri === 'string' && typeof train === 'string' ? { uri, train } : targetAtCursor();
    if (target === undefined) {
      void window.showInformationMessage(
        l10n.t('There is no train block to run here: write `train Model on data { … }` first.'),
      );
      return;
    }
    const { choices, unusable } = trainingChoices();
    const picked = await window.showQuickPick(choices.map(itemOf), {
      title: l10n.t('Train {0} on', target.train),
      placeHolder:
        unusable.length === 0
          ? l10n.t('Clusters come from the setting shapewright.targets')
          : l10n.t('Setting shapewright.targets: {0} has no address, or other kinds of values', unusable.join(', ')),
    });
    if (picked !== undefined) await startAndShow(training, panels, target, picked.choice);
  });
}

function itemOf(choice: TrainingChoice): QuickPickItem & { readonly choice: TrainingChoice } {
  return { label: choice.name, description: descriptionOf(choice), choice };
}

function descriptionOf({ place }: TrainingChoice): string {
  if (place === undefined) return l10n.t('the engine of this machine');
  if (place.kind === 'python') return l10n.t('Keras in a process of this machine');
  return l10n.t('Ray at {0}, {1} workers', place.address, place.workers);
}
