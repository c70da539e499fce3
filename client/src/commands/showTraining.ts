import { commands, type Disposable } from 'vscode';
import type { Training } from '../training/training';
import type { TrainingPanels } from '../views/trainingPanel';
import { targetAtCursor } from './train';

/** `Show Training`: the panel of the block that the lens stands above, else of the current run, else of the train block at the cursor. */
export function registerShowTraining(training: Training, panels: TrainingPanels): Disposable {
  return commands.registerCommand('shapewright.showTraining', (uri?: unknown, train?: unknown) => {
    const named = typeof uri === 'string' && typeof train === 'string' ? { uri, train } : undefined;
    return panels.show(named ?? training.current?.target ?? targetAtCursor());
  });
}
