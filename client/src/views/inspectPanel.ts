import { dirname, join } from 'node:path';
import {
  l10n,
  languages,
  Range,
  RelativePattern,
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
import { createInspector, InspectFailure, type Inspector } from '../../../server/src/engine/inspect/launchInspector';
import type { InspectQuestion, InspectSubject, ModelAnswer } from '../../../server/src/protocol/inspectMessages';
import type {
  FromInspectPanel,
  InspectTarget,
  ToInspectPanel,
} from '../../../server/src/protocol/inspectPanelMessages';
import { fromInspectPanelSchema, inspectTargetSchema } from '../../../server/src/protocol/inspectPanelMessageSchema';
import type { RunError } from '../../../server/src/protocol/runEvents';
import { Coalescer } from '../training/coalesce';
import { engineSettings } from '../training/engineSettings';
import type { Training } from '../training/training';
import { inspectRuns } from './inspectRuns';
import { openPage } from './openPage';

const viewType = 'shapewright.inspect';
/** Typing asks for no more pictures than a person can follow. */
const period = 300;

/** The inspect panels of this window, one a model. They share one process, which starts at the first question. */
export class InspectPanels implements Disposable {
  readonly #panels = new Map<string, OpenInspect>();
  readonly #inspector: Inspector;

  constructor(
    private readonly context: ExtensionContext,
    private readonly training: Training,
  ) {
    this.#inspector = createInspector(context.asAbsolutePath('dist/engine.js'), (text) =>
      training.log.info(text.trimEnd()),
    );
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
      languages.onDidChangeDiagnostics(({ uris }) => uris.forEach(changed)),
      workspace.onDidGrantWorkspaceTrust(() => this.#panels.forEach((panel) => panel.refresh())),
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const [cursor] = selections;
        if (cursor === undefined || textEditor.document.languageId !== 'nn') return;
        const offset = textEditor.document.offsetAt(cursor.active);
        this.#ofDocument(textEditor.document.uri).forEach((panel) => panel.moveCursor(offset));
      }),
    );
  }

  /** Brings the panel of a model to the front, beside the text, without taking the focus from it. */
  show(target: InspectTarget | undefined): void {
    const open = this.#panels.get(keyOf(target));
    if (open !== undefined) {
      open.panel.reveal(undefined, true);
      return;
    }
    const panel = window.createWebviewPanel(viewType, l10n.t('Inspect'), {
      viewColumn: ViewColumn.Beside,
      preserveFocus: true,
    });
    this.#adopt(panel, target);
  }

  dispose(): void {
    // VS Code closes the panels itself, or keeps them over a reload.
    this.#panels.forEach((panel) => panel.dispose());
    this.#panels.clear();
    this.#inspector.dispose();
  }

  #ofDocument(uri: Uri): readonly OpenInspect[] {
    const text = uri.toString();
    return [...this.#panels.values()].filter(({ target }) => target?.uri === text);
  }

  #adopt(panel: WebviewPanel, target: InspectTarget | undefined): void {
    const key = keyOf(target);
    const open = new OpenInspect(panel, target, this.training, this.#inspector);
    this.#panels.set(key, open);
    panel.title = target === undefined ? l10n.t('Inspect') : l10n.t('Inspect: {0}', target.model);
    panel.onDidDispose(() => {
      open.dispose();
      if (this.#panels.get(key) === open) this.#panels.delete(key);
      // Nobody looks any more: the process need not wait for its time.
      if (this.#panels.size === 0) this.#inspector.dispose();
    });
    openPage(panel, this.context.extensionUri, 'inspect', fromInspectPanelSchema, (message) => open.receive(message));
  }
}

class OpenInspect {
  readonly #asking = new Coalescer(period, () => void this.#look());
  readonly #snapshots: Disposable[] = [];
  readonly #counting = new Coalescer(period, () => void this.#postRuns());
  #loaded = false;
  #subject: InspectSubject | undefined;
  #model: ModelAnswer | undefined;
  #revision = 0;

  constructor(
    readonly panel: WebviewPanel,
    readonly target: InspectTarget | undefined,
    private readonly training: Training,
    private readonly inspector: Inspector,
  ) {
    panel.onDidChangeViewState(() => {
      // A hidden panel has no page; when it is shown again the page is loaded anew and says `ready`.
      if (!panel.visible) this.#loaded = false;
    });
    if (target === undefined) return;
    // A training writes the weights of an epoch into a file of its own: the slider follows them.
    const pattern = new RelativePattern(Uri.file(this.#runs(Uri.parse(target.uri))), '*/snapshots/*.safetensors');
    const watcher = workspace.createFileSystemWatcher(pattern, false, true, false);
    this.#snapshots.push(
      watcher,
      watcher.onDidCreate(() => this.#counting.ask()),
      watcher.onDidDelete(() => this.#counting.ask()),
    );
  }

  refresh(): void {
    if (this.#loaded) this.#asking.ask();
  }

  moveCursor(offset: number): void {
    const layer = this.#model?.layers.find(
      ({ span }) => span !== undefined && span.start <= offset && offset <= span.end,
    );
    if (this.#loaded && layer !== undefined) this.#post({ type: 'select', path: layer.path });
  }

  async receive(message: FromInspectPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#loaded = true;
        await this.#look();
        return;
      case 'ask':
        await this.#answer(message.id, message.question);
        return;
      case 'reveal':
        await this.#reveal(message.path);
        return;
      case 'show-log':
        this.training.log.show(true);
        return;
    }
  }

  dispose(): void {
    this.#loaded = false;
    this.#asking.cancel();
    this.#counting.cancel();
    for (const each of this.#snapshots.splice(0)) each.dispose();
  }

  /** Tries the text as it stands; an invalid one leaves the last picture, with the reason. */
  async #look(): Promise<void> {
    if (this.target === undefined) return;
    const subject = await this.#subjectNow(this.target);
    if (subject === undefined) return;
    const result = await this.#try(subject);
    if (!this.#loaded) return;
    const unchanged = this.#subject?.source === subject.source && this.#model !== undefined;
    if (!('error' in result)) {
      this.#model = result.model;
      this.#subject = subject;
      if (!unchanged) this.#revision += 1;
    }
    this.#post({
      type: 'model',
      target: this.target,
      title: this.target.model,
      ...(this.#model === undefined ? {} : { model: this.#model }),
      ...('error' in result ? { error: result.error } : {}),
      revision: this.#revision,
      runs: await inspectRuns(subject.runs, subject.file, this.target.model),
    });
  }

  async #try(subject: InspectSubject): Promise<{ readonly model: ModelAnswer } | { readonly error: RunError }> {
    // Hidden in Restricted Mode; refused here too: looking reads weights and data that the folder names.
    if (!workspace.isTrusted) return { error: untrusted() };
    try {
      const model = await this.inspector.ask(subject, { kind: 'model' });
      return model.kind === 'model' ? { model } : { error: unexpected(model.kind) };
    } catch (error) {
      return { error: failureOf(error) };
    }
  }

  async #answer(id: number, question: InspectQuestion): Promise<void> {
    if (this.#subject === undefined || !workspace.isTrusted) return;
    try {
      this.#post({ type: 'answer', id, answer: await this.inspector.ask(this.#subject, question) });
    } catch (error) {
      this.#post({ type: 'failed', id, error: failureOf(error) });
    }
  }

  async #postRuns(): Promise<void> {
    const subject = this.#subject;
    if (subject === undefined || this.target === undefined) return;
    const runs = await inspectRuns(subject.runs, subject.file, this.target.model);
    if (this.#loaded) this.#post({ type: 'runs', runs });
  }

  async #subjectNow(target: InspectTarget): Promise<InspectSubject | undefined> {
    const uri = Uri.parse(target.uri);
    const document = await documentAt(uri);
    if (document === undefined) return undefined;
    const file = this.training.fileOf(uri);
    return {
      file,
      source: document.getText(),
      model: target.model,
      runs: this.#runs(uri),
      roots: [dirname(file), this.training.rootOf(uri)],
      dataFolders: engineSettings(uri).dataFolders ?? {},
    };
  }

  #runs(uri: Uri): string {
    return join(this.training.rootOf(uri), '.shapewright', 'runs');
  }

  /** Shows and selects the layer's call; the focus stays in the panel. */
  async #reveal(path: string): Promise<void> {
    const span = this.#model?.layers.find((layer) => layer.path === path)?.span;
    const document = this.target === undefined ? undefined : await documentAt(Uri.parse(this.target.uri));
    if (span === undefined || document === undefined) return;
    const visible = window.visibleTextEditors.find((editor) => editor.document === document);
    const editor =
      visible ??
      (await window.showTextDocument(document, { viewColumn: ViewColumn.One, preserveFocus: true, preview: true }));
    const range = new Range(document.positionAt(span.start), document.positionAt(span.end));
    editor.selection = new Selection(range.start, range.end);
    editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
  }

  #post(message: ToInspectPanel): void {
    void this.panel.webview.postMessage(message);
  }
}

function failureOf(error: unknown): RunError {
  if (error instanceof InspectFailure) return error.failure;
  return {
    code: 'inspect/failed',
    message: l10n.t('The model cannot be looked into'),
    cause: error instanceof Error ? error.message : String(error),
    nextStep: l10n.t('The log has the details.'),
  };
}

function untrusted(): RunError {
  return {
    code: 'inspect/untrusted',
    message: l10n.t('The workspace is not trusted'),
    cause: l10n.t('Looking into a model reads weights and data that this folder names.'),
    nextStep: l10n.t('Trust the workspace first.'),
  };
}

function unexpected(kind: string): RunError {
  return failureOf(new Error(`asked for a model, got ${kind}`));
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
function keyOf(target: InspectTarget | undefined): string {
  return target === undefined ? '' : `${target.uri}\0${target.model}`;
}

/** What the page saved before the reload: checked, as anything from a page. */
function savedTarget(saved: unknown): InspectTarget | undefined {
  if (typeof saved !== 'object' || saved === null || !('target' in saved)) return undefined;
  const checked = inspectTargetSchema.safeParse(saved.target);
  return checked.success ? checked.data : undefined;
}
