import {
  l10n,
  RelativePattern,
  Uri,
  workspace,
  type Disposable,
  type ExtensionContext,
  type WebviewPanel,
} from 'vscode';
import { createInspector, type Inspector } from '../../../server/src/engine/inspect/launchInspector';
import { InspectFailure } from '../../../server/src/engine/inspect/questionProcess';
import type { InspectQuestion, InspectSubject, ModelAnswer } from '../../../server/src/protocol/inspectMessages';
import type {
  FromInspectPanel,
  InspectTarget,
  ToInspectPanel,
} from '../../../server/src/protocol/inspectPanelMessages';
import { fromInspectPanelSchema, inspectTargetSchema } from '../../../server/src/protocol/inspectPanelMessageSchema';
import type { RunError } from '../../../server/src/protocol/runEvents';
import { Coalescer } from '../training/coalesce';
import type { Training } from '../training/training';
import { inspectRuns } from './inspectRuns';
import { inspectRunsFolder, inspectSubject } from './inspectSubject';
import { postToPanel } from './postToPanel';
import { documentAt, revealPlace } from './revealPlace';
import { SubjectPanels, type SubjectPanel } from './subjectPanels';

/** Typing asks for no more pictures than a person can follow. */
const period = 300;

export type InspectPanels = SubjectPanels<InspectTarget, FromInspectPanel>;

/** The inspect panels of this window, one a model. They share one process, which starts at the first question. */
export function createInspectPanels(context: ExtensionContext, training: Training): InspectPanels {
  const inspector = createInspector(context.asAbsolutePath('dist/engine.js'), (text) =>
    training.log.info(text.trimEnd()),
  );
  const panels = new SubjectPanels<InspectTarget, FromInspectPanel>(context, {
    name: 'inspect',
    targetSchema: inspectTargetSchema,
    messageSchema: fromInspectPanelSchema,
    subjectOf: ({ model }) => model,
    title: (model) => (model === undefined ? l10n.t('Inspect') : l10n.t('Inspect: {0}', model)),
    open: (panel, target) => new OpenInspect(panel, target, training, inspector),
    // Nobody looks any more: the process need not wait for its time.
    onLastClosed: () => inspector.dispose(),
  });
  context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(() => panels.refresh()));
  return panels;
}

class OpenInspect implements SubjectPanel<FromInspectPanel> {
  readonly #asking = new Coalescer(period, () => void this.#look());
  readonly #snapshots: Disposable[] = [];
  readonly #counting = new Coalescer(period, () => void this.#postRuns());
  #loaded = false;
  #subject: InspectSubject | undefined;
  #model: ModelAnswer | undefined;
  #revision = 0;

  constructor(
    private readonly panel: WebviewPanel,
    private readonly target: InspectTarget | undefined,
    private readonly training: Training,
    private readonly inspector: Inspector,
  ) {
    panel.onDidChangeViewState(() => {
      // A hidden panel has no page; when it is shown again the page is loaded anew and says `ready`.
      if (!panel.visible) this.#loaded = false;
    });
    if (target === undefined) return;
    // A training writes the weights of an epoch into a file of its own: the slider follows them.
    const pattern = new RelativePattern(
      Uri.file(inspectRunsFolder(training, Uri.parse(target.uri))),
      '*/snapshots/*.safetensors',
    );
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
      runs: await inspectRuns(this.#subject ?? subject, this.inspector),
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
    if (subject === undefined) return;
    const runs = await inspectRuns(subject, this.inspector);
    if (this.#loaded) this.#post({ type: 'runs', runs });
  }

  async #subjectNow(target: InspectTarget): Promise<InspectSubject | undefined> {
    const document = await documentAt(Uri.parse(target.uri));
    return document && inspectSubject(this.training, document, target.model);
  }

  /** Shows and selects the layer's call; the focus stays in the panel. */
  async #reveal(path: string): Promise<void> {
    const span = this.#model?.layers.find((layer) => layer.path === path)?.span;
    if (span !== undefined && this.target !== undefined) await revealPlace(this.target.uri, span);
  }

  #post(message: ToInspectPanel): void {
    postToPanel(this.panel.webview, message);
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
  return failureOf(new Error(l10n.t('asked for a model, got {0}', kind)));
}
