import { l10n, Uri, type ExtensionContext, type WebviewPanel } from 'vscode';
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
import { postToPanel } from './postToPanel';
import { documentAt, revealPlace } from './revealPlace';
import { saveFile } from './saveFile';
import { SubjectPanels, type SubjectPanel } from './subjectPanels';

/** Typing asks for no more pictures than a person can follow. */
const period = 120;

export type GraphPanels = SubjectPanels<GraphTarget, FromGraphPanel>;

/** The graph panels of this window, one a model. They follow the text as it is typed. */
export function createGraphPanels(context: ExtensionContext, client: BaseLanguageClient): GraphPanels {
  return new SubjectPanels(context, {
    name: 'graph',
    targetSchema: graphTargetSchema,
    messageSchema: fromGraphPanelSchema,
    subjectOf: ({ model }) => model,
    title: (model) => (model === undefined ? l10n.t('Graph') : l10n.t('Graph: {0}', model)),
    open: (panel, target) => new OpenGraph(panel, target, client),
  });
}

class OpenGraph implements SubjectPanel<FromGraphPanel> {
  readonly #feed: GraphFeed;
  readonly #asking = new Coalescer(period, () => void this.#ask());
  #loaded = false;

  constructor(
    private readonly panel: WebviewPanel,
    private readonly target: GraphTarget | undefined,
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
    if (this.#loaded) postToPanel(this.panel.webview, { type: 'cursor', offset });
  }

  async receive(message: FromGraphPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#loaded = true;
        // What it showed before it was hidden, at once; a first picture comes with the first answer.
        if (this.target === undefined || this.#feed.hasPicture) postToPanel(this.panel.webview, this.#feed.message);
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
    if (checked.success && this.#loaded) postToPanel(this.panel.webview, this.#feed.take(checked.data));
  }

  async #reveal(place: PicturePlace | undefined): Promise<void> {
    if (place !== undefined && this.target !== undefined) await revealPlace(place.uri ?? this.target.uri, place);
  }
}
