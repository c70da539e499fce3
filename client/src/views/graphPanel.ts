import {
  l10n,
  languages,
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type TextDocument,
  type WebviewPanel,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { PicturePlace } from '../../../server/src/language/graph/graphPicture';
import type { FromGraphPanel, GraphTarget } from '../../../server/src/protocol/graphMessages';
import {
  fromGraphPanelSchema,
  graphResultSchema,
  graphTargetSchema,
} from '../../../server/src/protocol/graphMessageSchema';
import { graphRequest, type GraphParams } from '../../../server/src/protocol/graphRequest';
import { Coalescer } from '../training/coalesce';
import { GraphFeed } from './graphFeed';
import { openPage } from './openPage';
import { saveFile } from './saveFile';

const viewType = 'shapewright.graph';
/** Typing asks for no more pictures than a person can follow. */
const period = 120;

/** The graph panels of this window, one a model. They follow the text as it is typed. */
export class GraphPanels implements Disposable {
  readonly #panels = new Map<string, OpenGraph>();

  constructor(
    private readonly context: ExtensionContext,
    private readonly client: BaseLanguageClient,
  ) {
    const changed = (uri: Uri): void => this.#ofDocument(uri).forEach((panel) => panel.refresh());
    context.subscriptions.push(
      this,
      window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: async (panel, saved) => {
          await Promise.resolve();
          this.#adopt(panel, savedTarget(saved));
        },
      }),
      workspace.onDidChangeTextDocument(({ document }) => changed(document.uri)),
      // Descriptions of data arrive later than the text: the server tells by its diagnostics.
      languages.onDidChangeDiagnostics(({ uris }) => uris.forEach(changed)),
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const [cursor] = selections;
        if (cursor === undefined || textEditor.document.languageId !== 'nn') return;
        const offset = textEditor.document.offsetAt(cursor.active);
        this.#ofDocument(textEditor.document.uri).forEach((panel) => panel.moveCursor(offset));
      }),
    );
  }

  /** Brings the graph of a model to the front, beside the text, without taking the focus from it. */
  show(target: GraphTarget | undefined): void {
    const open = this.#panels.get(keyOf(target));
    if (open !== undefined) {
      open.panel.reveal(undefined, true);
      return;
    }
    const panel = window.createWebviewPanel(viewType, l10n.t('Graph'), {
      viewColumn: ViewColumn.Beside,
      preserveFocus: true,
    });
    this.#adopt(panel, target);
  }

  dispose(): void {
    // VS Code closes the panels itself, or keeps them over a reload.
    this.#panels.clear();
  }

  #ofDocument(uri: Uri): readonly OpenGraph[] {
    const text = uri.toString();
    return [...this.#panels.values()].filter(({ target }) => target?.uri === text);
  }

  #adopt(panel: WebviewPanel, target: GraphTarget | undefined): void {
    const key = keyOf(target);
    const open = new OpenGraph(panel, target, this.client);
    this.#panels.set(key, open);
    panel.title = target === undefined ? l10n.t('Graph') : l10n.t('Graph: {0}', target.model);
    panel.onDidDispose(() => {
      open.dispose();
      if (this.#panels.get(key) === open) this.#panels.delete(key);
    });
    openPage(panel, this.context.extensionUri, 'graph', fromGraphPanelSchema, (message) => open.receive(message));
  }
}

class OpenGraph {
  readonly #feed: GraphFeed;
  readonly #asking = new Coalescer(period, () => void this.#ask());
  #loaded = false;

  constructor(
    readonly panel: WebviewPanel,
    readonly target: GraphTarget | undefined,
    private readonly client: BaseLanguageClient,
  ) {
    this.#feed = new GraphFeed(target);
    panel.onDidChangeViewState(() => {
      // A hidden panel has no page; when it is shown again the page is loaded anew and says `ready`.
      if (!panel.visible) this.#loaded = false;
    });
  }

  refresh(): void {
    if (this.#loaded) this.#asking.ask();
  }

  moveCursor(offset: number): void {
    if (this.#loaded) void this.panel.webview.postMessage({ type: 'cursor', offset });
  }

  async receive(message: FromGraphPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#loaded = true;
        // What it showed before it was hidden, at once; a first picture comes with the first answer.
        if (this.target === undefined || this.#feed.hasPicture) void this.panel.webview.postMessage(this.#feed.message);
        await this.#ask();
        return;
      case 'reveal':
        await this.#reveal(this.#feed.placeOf(message.id));
        return;
      case 'reveal-problem':
        await this.#reveal(this.#feed.problem);
        return;
      case 'export':
        await saveFile(`${this.target?.model ?? 'graph'}.${message.format}`, this.#folder(), message.bytes);
        return;
    }
  }

  dispose(): void {
    this.#loaded = false;
    this.#asking.cancel();
  }

  #folder(): Uri | undefined {
    return this.target === undefined ? undefined : Uri.joinPath(Uri.parse(this.target.uri), '..');
  }

  async #ask(): Promise<void> {
    if (this.target === undefined) return;
    const params: GraphParams = this.target;
    // The server knows open documents; after a reload nobody else may have opened this one yet.
    await documentAt(Uri.parse(this.target.uri));
    const answer: unknown = await this.client.sendRequest<unknown>(graphRequest, params).catch(() => undefined);
    const checked = graphResultSchema.safeParse(answer);
    if (checked.success && this.#loaded) void this.panel.webview.postMessage(this.#feed.take(checked.data));
  }

  /** Shows and selects the source where it is already on the screen; the focus stays in the panel. */
  async #reveal(place: PicturePlace | undefined): Promise<void> {
    if (place === undefined || this.target === undefined) return;
    const document = await documentAt(Uri.parse(place.uri ?? this.target.uri));
    if (document === undefined) return;
    const visible = window.visibleTextEditors.find((editor) => editor.document === document);
    const editor =
      visible ??
      (await window.showTextDocument(document, { viewColumn: ViewColumn.One, preserveFocus: true, preview: true }));
    const range = new Range(document.positionAt(place.start), document.positionAt(place.end));
    editor.selection = new Selection(range.start, range.end);
    editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

/** Undefined when the file is gone. */
async function documentAt(uri: Uri): Promise<TextDocument | undefined> {
  try {
    return await workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

/** One string for a target: a NUL stands in no URI and in no name. */
function keyOf(target: GraphTarget | undefined): string {
  return target === undefined ? '' : `${target.uri}\0${target.model}`;
}

/** What the page saved before the reload: checked, as anything from a page. */
function savedTarget(saved: unknown): GraphTarget | undefined {
  if (typeof saved !== 'object' || saved === null || !('target' in saved)) return undefined;
  const checked = graphTargetSchema.safeParse(saved.target);
  return checked.success ? checked.data : undefined;
}
