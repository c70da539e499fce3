import { Disposable, window, workspace, type ExtensionContext } from 'vscode';
import type { Training } from '../training/training';
import type { LayerThumbnails } from './layerThumbnails';
import { wantsThumbnails } from './wantsThumbnails';

/** Thumbnails beside the source lines, off by default: while no document in sight wants them nothing of them is loaded. */
export function registerThumbnails(context: ExtensionContext, training: Training): Disposable {
  let shown: LayerThumbnails | undefined;
  let disposed = false;
  const wanted = (): boolean =>
    !disposed && window.visibleTextEditors.some(({ document }) => wantsThumbnails(document));
  const follow = async (): Promise<void> => {
    if (!wanted()) {
      shown?.dispose();
      shown = undefined;
      return;
    }
    const { LayerThumbnails: Loaded } = await import('./layerThumbnails');
    // It may have been switched off, or on a second time, while it was loaded.
    if (!wanted()) return;
    if (shown === undefined) shown = new Loaded(context, training);
    else shown.refresh();
  };
  void follow();
  return Disposable.from(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('shapewright.thumbnails')) void follow();
    }),
    window.onDidChangeVisibleTextEditors(() => void follow()),
    workspace.onDidOpenTextDocument(() => void follow()),
    workspace.onDidGrantWorkspaceTrust(() => void follow()),
    {
      dispose: () => {
        disposed = true;
        shown?.dispose();
        shown = undefined;
      },
    },
  );
}
