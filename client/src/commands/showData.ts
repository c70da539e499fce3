import { commands, type Disposable } from 'vscode';
import type { DataPanels } from '../views/dataPanel';
import { nameAtCursor } from './showGraph';

/** `Show Data`: of the declaration that the lens stands above, else of the one at or before the cursor. */
export function registerShowData(panels: DataPanels): Disposable {
  return commands.registerCommand('shapewright.showData', (uri?: unknown, data?: unknown) => {
    const found = nameAtCursor('data');
    const atCursor = found && { uri: found.uri, data: found.name };
    panels.show(typeof uri === 'string' && typeof data === 'string' ? { uri, data } : atCursor);
  });
}
