import { commands, type Disposable } from 'vscode';
import type { Training } from '../training/training';

/** `Pause Training`: of the run started or shown last. */
export function registerPauseTraining(training: Training): Disposable {
  return commands.registerCommand('shapewright.pauseTraining', () => training.current?.pause());
}
