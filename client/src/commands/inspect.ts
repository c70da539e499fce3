import { commands, type Disposable } from 'vscode';
import type { InspectPanels } from '../views/inspectPanel';
import { targetAtCursor } from './showGraph';

/** `Inspect`: into the model that the lens stands above, else into the one around or before the cursor. */
export function registerInspect(panels: InspectPanels): Disposable {
  return commands.registerCommand('shapewright.inspect', (uri?: unknown, model?: unknown) => {
    panels.show(typeof uri === 'string' && typeof model === 'string' ? { uri, model } : targetAtCursor());
  });
}
