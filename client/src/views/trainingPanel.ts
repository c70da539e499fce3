import {
  env,
  l10n,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  type Disposable,
  type ExtensionContext,
  type TextDocument,
  type WebviewPanel,
} from 'vscode';
import type { FromTrainingPanel, ToTrainingPanel, TrainingTarget } from '../../../server/src/protocol/panelMessages';
import { fromTrainingPanelSchema, trainingTargetSchema } from '../../../server/src/protocol/panelMessageSchema';
import { findTrains } from '../training/findTrain';
import type { Training } from '../training/training';
import type { TrainingChoice } from '../training/trainingTargets';
import { keyOf } from '../training/supervisor';
import { pageHtml, pageRoots } from './page';
import { PanelFeed, type FeedSource } from './panelFeed';
import { postToPanel } from './postToPanel';
import { RememberedTargets } from './rememberedTargets';
import { RunsFeed } from './runsFeed';
import { registerRunSources } from './runSources';

const viewType = 'shapewright.training';

/** What a page saved may name anything: only a text can be trained. */
const documentTargetSchema = trainingTargetSchema.refine(({ uri }) => isDocument(uri));

/** The training panels of this window, one a target. */
export class TrainingPanels implements Disposable {
  readonly #panels = new Map<string, OpenPanel>();
  readonly #remembered: RememberedTargets<TrainingTarget>;

  constructor(
    private readonly context: ExtensionContext,
    private readonly training: Training,
  ) {
    this.#remembered = new RememberedTargets(context.workspaceState, viewType, documentTargetSchema);
    context.subscriptions.push(
      this,
      window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: async (panel, saved) => this.#adopt(panel, this.#remembered.find(saved, panel.title)),
      }),
      registerRunSources(),
      training.onUpdate(({ run, events }) => {
        const open = this.#panels.get(keyOf(run.target));
        open?.feed.append(events);
        // The list of runs changes when one begins, gets better, or ends.
        const changed = events.some(({ event }) => event === 'start' || event === 'epoch' || event === 'end');
        if (changed && open?.panel.visible === true) void this.#refresh(open.runs);
      }),
    );
  }

  /** Brings the panel of a target to the front, beside the text; without a target an empty one. */
  async show(target: TrainingTarget | undefined): Promise<void> {
    if (target !== undefined) this.training.show(target);
    const open = this.#panels.get(keyOfPanel(target));
    if (open !== undefined) {
      open.panel.reveal(undefined, true);
      return;
    }
    const panel = window.createWebviewPanel(viewType, l10n.t('Training'), {
      viewColumn: ViewColumn.Beside,
      preserveFocus: true,
    });
    await this.#adopt(panel, target);
  }

  dispose(): void {
    // VS Code closes the panels itself, or keeps them over a reload.
    this.#panels.clear();
  }

  async #adopt(panel: WebviewPanel, target: TrainingTarget | undefined): Promise<void> {
    const key = keyOfPanel(target);
    let title = target?.train ?? '';
    const source = (): FeedSource => {
      const run = target === undefined ? undefined : this.training.runOf(target);
      return {
        run,
        title,
        target,
        state: run?.condition.state ?? 'idle',
        error: run?.condition.error,
        events: () => run?.history.events() ?? [],
      };
    };
    const post = (message: ToTrainingPanel): void => postToPanel(panel.webview, message);
    const feed = new PanelFeed(source, post);
    const runs = target === undefined ? undefined : new RunsFeed(this.training, target, post);
    this.#panels.set(key, { panel, feed, runs });
    panel.onDidDispose(() => {
      feed.close();
      if (this.#panels.get(key)?.panel === panel) this.#panels.delete(key);
    });
    panel.onDidChangeViewState(() => {
      // A hidden panel has no page; when it is shown again the page is loaded anew and says `ready`.
      if (!panel.visible) feed.close();
      if (panel.active && target !== undefined) this.training.show(target);
    });
    if (target !== undefined) {
      title = await this.training.titleOf(target);
      panel.title = l10n.t('Training: {0}', title);
      this.#remembered.remember(panel.title, target);
      await this.training.restore(target);
    }
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const checked = fromTrainingPanelSchema.safeParse(message);
      if (checked.success) void this.#receive(checked.data, target, feed, runs);
      else this.training.log.warn(`dropped a message of the training panel: ${checked.error.issues[0]?.message ?? ''}`);
    });
    const icon = (kind: string): Uri => Uri.joinPath(this.context.extensionUri, 'media', 'icons', `nn-${kind}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.options = { enableScripts: true, localResourceRoots: [...pageRoots(this.context.extensionUri)] };
    panel.webview.html = pageHtml(panel.webview, {
      extensionUri: this.context.extensionUri,
      panel: 'training',
      title: panel.title,
      language: env.language,
    });
  }

  async #refresh(runs: RunsFeed | undefined): Promise<void> {
    await runs
      ?.refresh()
      .catch((error: unknown) => this.training.log.warn(`runs could not be listed: ${String(error)}`));
  }

  async #receive(
    message: FromTrainingPanel,
    target: TrainingTarget | undefined,
    feed: PanelFeed,
    runs: RunsFeed | undefined,
  ): Promise<void> {
    const run = target === undefined ? undefined : this.training.runOf(target);
    switch (message.type) {
      case 'ready':
      case 'lost':
        feed.snapshot();
        await this.#refresh(runs);
        return;
      case 'start':
        if (target !== undefined) await startAndShow(this.training, this, target);
        return;
      case 'pause':
        run?.pause();
        return;
      case 'resume':
        run?.resume();
        return;
      case 'stop':
        run?.stop();
        return;
      case 'reveal-source':
        if (target !== undefined) await this.#revealSource(target);
        return;
      case 'show-log':
        this.training.log.show(true);
        return;
      default:
        await runs?.receive(message);
    }
  }

  async #revealSource(target: TrainingTarget): Promise<void> {
    const document = await this.training.documentOf(target);
    if (document === undefined) return;
    const place = placeOf(document, target, this.training.runOf(target)?.condition.error?.span);
    const column =
      window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn ?? ViewColumn.One;
    const editor = await window.showTextDocument(document, { viewColumn: column });
    editor.selection = new Selection(document.positionAt(place.start), document.positionAt(place.end));
    editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

/** Trains a target and shows it; what is refused is told to the person who asked. Without a choice where it was last. */
export async function startAndShow(
  training: Training,
  panels: TrainingPanels,
  target: TrainingTarget,
  choice?: TrainingChoice,
): Promise<void> {
  try {
    await panels.show(target);
    await training.start(target, choice);
  } catch (error) {
    void window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

interface OpenPanel {
  readonly panel: WebviewPanel;
  readonly feed: PanelFeed;
  readonly runs: RunsFeed | undefined;
}

function keyOfPanel(target: TrainingTarget | undefined): string {
  return target === undefined ? '' : keyOf(target);
}

function isDocument(uri: string): boolean {
  const { scheme } = Uri.parse(uri);
  return scheme === 'file' || scheme === 'untitled';
}

function placeOf(
  document: TextDocument,
  target: TrainingTarget,
  span: { readonly start: number; readonly end: number } | undefined,
): { readonly start: number; readonly end: number } {
  if (span !== undefined) return span;
  const start = findTrains(document.getText()).find(({ train }) => train === target.train)?.start ?? 0;
  return { start, end: start };
}
