import { commands, type Disposable } from 'vscode';
import type { Training } from './training';

/** `shapewright.trainingState` decides which commands are offered: that of the run started or shown last. */
export function registerContextKeys(training: Training): Disposable {
  return training.onUpdate(() => {
    void commands.executeCommand('setContext', 'shapewright.trainingState', training.current?.condition.state);
  });
}
