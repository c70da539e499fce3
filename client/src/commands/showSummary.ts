import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  ViewColumn,
  window,
  workspace,
  type ExtensionContext,
  type TextDocumentContentProvider,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { summaryRequest, type SummaryParams, type SummaryResult } from '../../../server/src/protocol/summaryRequest';

const scheme = 'shapewright-summary';

/** `Summary` above a model: its table of layers as a read-only document, which follows the text it is about. */
export function registerShowSummary(context: ExtensionContext, client: BaseLanguageClient): void {
  const changed = new EventEmitter<Uri>();
  const provider: TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: async (shown) => {
      const params = paramsOf(shown);
      const result = await client.sendRequest<SummaryResult>(summaryRequest, params);
      return result?.text ?? l10n.t('The document has no model {0} any more.', params.model);
    },
  };
  context.subscriptions.push(
    changed,
    workspace.registerTextDocumentContentProvider(scheme, provider),
    workspace.onDidChangeTextDocument(({ document }) => {
      const uri = document.uri.toString();
      for (const shown of workspace.textDocuments) {
        if (shown.uri.scheme === scheme && paramsOf(shown.uri).uri === uri) changed.fire(shown.uri);
      }
    }),
    commands.registerCommand('shapewright.showSummary', async (uri: unknown, model: unknown) => {
      if (typeof uri !== 'string' || typeof model !== 'string') return;
      const shown = Uri.from({ scheme, path: `/${model}`, query: uri });
      await window.showTextDocument(await workspace.openTextDocument(shown), {
        viewColumn: ViewColumn.Beside,
        preserveFocus: true,
        preview: true,
      });
    }),
  );
}

/** The path carries the model, the query the document. */
function paramsOf(shown: Uri): SummaryParams {
  return { uri: shown.query, model: shown.path.slice(1) };
}
