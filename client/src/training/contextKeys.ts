import { commands, type Disposable } from 'vscode';
import type { Training } from './training';

/**
 * `shapewright.trainingState` and `shapewright.canPause` decide which commands are offered: those of the run started or
 * shown last.
 */
export function registerContextKeys(training: Training): Disposable {
  return training.onUpdate(() => {
    const { current } = training;
    void commands.executeCommand('setContext', 'shapewright.trainingState', current?.condition.state);
    void commands.executeCommand('setContext', 'shapewright.canPause', current?.canPause === true);
  });
}
