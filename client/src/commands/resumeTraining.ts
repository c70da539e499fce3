import { commands, type Disposable } from 'vscode';
import type { Training } from '../training/training';

/** `Resume Training`: of the run started or shown last. */
export function registerResumeTraining(training: Training): Disposable {
  return commands.registerCommand('shapewright.resumeTraining', () => training.current?.resume());
}
