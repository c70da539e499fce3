import { l10n, Uri, workspace, type Disposable } from 'vscode';

const scheme = 'shapewright-run';
const sources = new Map<string, string>();

/** A read-only document with the source of a run, for the left side of a comparison. */
export function runSourceUri(run: string, name: string, source: string): Uri {
  const uri = Uri.from({ scheme, path: `/${run}/${name}` });
  sources.set(uri.toString(), source);
  return uri;
}

export function registerRunSources(): Disposable {
  return workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) =>
      sources.get(uri.toString()) ?? l10n.t('# Compare again from the training panel: the window was reloaded.'),
  });
}
