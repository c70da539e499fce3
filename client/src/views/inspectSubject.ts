import { dirname, join } from 'node:path';
import type { Uri } from 'vscode';
import { type TextDocument } from 'vscode';
import type { InspectSubject } from '../../../server/src/protocol/inspectMessages';
import { engineSettings } from '../training/engineSettings';
import type { Training } from '../training/training';

/** What the inspect process is to look at: a model of a document as it stands, saved or not. */
export function inspectSubject(training: Training, document: TextDocument, model: string): InspectSubject {
  const { uri } = document;
  const file = training.fileOf(uri);
  return {
    file,
    source: document.getText(),
    model,
    runs: inspectRunsFolder(training, uri),
    roots: [dirname(file), training.rootOf(uri)],
    dataFolders: engineSettings(uri).dataFolders ?? {},
  };
}

/** The folder of all runs of a document's workspace. */
export function inspectRunsFolder(training: Training, uri: Uri): string {
  return join(training.rootOf(uri), '.shapewright', 'runs');
}
