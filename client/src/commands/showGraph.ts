import { commands, window, type Disposable } from 'vscode';
import type { GraphTarget } from '../../../server/src/protocol/graphMessages';
import type { GraphPanels } from '../views/graphPanel';

/** `Show Graph`: of the model that the lens stands above, else of the one around or before the cursor. */
export function registerShowGraph(panels: GraphPanels): Disposable {
  return commands.registerCommand('shapewright.showGraph', (uri?: unknown, model?: unknown) => {
    panels.show(typeof uri === 'string' && typeof model === 'string' ? { uri, model } : targetAtCursor());
  });
}

export function targetAtCursor(): GraphTarget | undefined {
  const found = nameAtCursor('model');
  return found && { uri: found.uri, model: found.name };
}

/** By the text alone: a declaration begins its line. Without one before the cursor it is the first one behind it. */
export function nameAtCursor(
  declaration: 'model' | 'data',
): { readonly uri: string; readonly name: string } | undefined {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== 'nn') return undefined;
  const cursor = editor.document.offsetAt(editor.selection.active);
  const pattern = new RegExp(`^${declaration}[ \\t]+([A-Za-z_]\\w*)`, 'gm');
  const found = [...editor.document.getText().matchAll(pattern)];
  const name = (found.findLast(({ index }) => index <= cursor) ?? found[0])?.[1];
  return name === undefined ? undefined : { uri: editor.document.uri.toString(), name };
}
