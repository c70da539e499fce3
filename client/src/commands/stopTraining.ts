import { commands, type Disposable } from 'vscode';
import type { Training } from '../training/training';

/** `Stop Training`: of the run started or shown last. */
export function registerStopTraining(training: Training): Disposable {
  return commands.registerCommand('shapewright.stopTraining', () => training.current?.stop());
}
