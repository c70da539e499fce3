import { dirname } from 'node:path';
import { l10n, Uri, workspace, type ExtensionContext, type WebviewPanel } from 'vscode';
import { createDataViewer, type DataViewer } from '../../../server/src/engine/dataview/launchDataViewer';
import { InspectFailure } from '../../../server/src/engine/inspect/questionProcess';
import type { DataOverview, DataQuestion, DataSubject } from '../../../server/src/protocol/dataMessages';
import type { DataTarget, FromDataPanel, ToDataPanel } from '../../../server/src/protocol/dataPanelMessages';
import { dataTargetSchema, fromDataPanelSchema } from '../../../server/src/protocol/dataPanelMessageSchema';
import type { RunError } from '../../../server/src/protocol/runEvents';
import { Coalescer } from '../training/coalesce';
import { engineSettings } from '../training/engineSettings';
import type { Training } from '../training/training';
import { postToPanel } from './postToPanel';
import { documentAt, revealPlace } from './revealPlace';
import { SubjectPanels, type SubjectPanel } from './subjectPanels';

/** Typing asks for no more pictures than a person can follow. */
const period = 300;

export type DataPanels = SubjectPanels<DataTarget, FromDataPanel>;

/** The data panels of this window, one a declaration. They share one process, which starts at the first question. */
export function createDataPanels(context: ExtensionContext, training: Training): DataPanels {
  const viewer = createDataViewer(context.asAbsolutePath('dist/engine.js'), (text) =>
    training.log.info(text.trimEnd()),
  );
  const panels = new SubjectPanels<DataTarget, FromDataPanel>(context, {
    name: 'data',
    targetSchema: dataTargetSchema,
    messageSchema: fromDataPanelSchema,
    subjectOf: ({ data }) => data,
    title: (data) => (data === undefined ? l10n.t('Data') : l10n.t('Data: {0}', data)),
    open: (panel, target) => new OpenData(panel, target, training, viewer),
    // Nobody looks any more: the process need not wait for its time.
    onLastClosed: () => viewer.dispose(),
  });
  context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(() => panels.refresh()));
  return panels;
}

class OpenData implements SubjectPanel<FromDataPanel> {
  readonly #asking = new Coalescer(period, () => void this.#look());
  /** By the page's number of a question, the process's. */
  readonly #underWay = new Map<number, number>();
  #loaded = false;
  #subject: DataSubject | undefined;
  #overview: DataOverview | undefined;
  #revision = 0;

  constructor(
    private readonly panel: WebviewPanel,
    private readonly target: DataTarget | undefined,
    private readonly training: Training,
    private readonly viewer: DataViewer,
  ) {
    panel.onDidChangeViewState(() => {
      // A hidden panel has no page; when it is shown again the page is loaded anew and says `ready`.
      if (!panel.visible) this.#loaded = false;
    });
  }

  refresh(): void {
    if (this.#loaded) this.#asking.ask();
  }

  moveCursor(): void {
    // A declaration is one line of text: the cursor selects nothing in its picture.
  }

  async receive(message: FromDataPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#loaded = true;
        await this.#look();
        return;
      case 'ask':
        await this.#answer(message.id, message.question);
        return;
      case 'cancel':
        this.#cancel(message.id);
        return;
      case 'reveal':
        if (this.#overview !== undefined && this.target !== undefined)
          await revealPlace(this.target.uri, this.#overview.span);
        return;
      case 'show-log':
        this.training.log.show(true);
        return;
    }
  }

  dispose(): void {
    this.#loaded = false;
    this.#asking.cancel();
    for (const id of [...this.#underWay.keys()]) this.#cancel(id);
  }

  /** Tries the text as it stands; an invalid one leaves the last picture, with the reason. */
  async #look(): Promise<void> {
    if (this.target === undefined) return;
    const subject = await subjectOf(this.target, this.training);
    if (subject === undefined) return;
    const result = await this.#try(subject);
    if (!this.#loaded) return;
    if ('overview' in result) {
      const before = this.#overview && JSON.stringify({ ...this.#overview, span: undefined });
      // Edits elsewhere in the file change nothing here: what was answered stays true.
      if (before !== JSON.stringify({ ...result.overview, span: undefined })) this.#revision += 1;
      this.#overview = result.overview;
      this.#subject = subject;
    }
    this.#post({
      type: 'data',
      target: this.target,
      title: this.target.data,
      ...(this.#overview === undefined ? {} : { overview: this.#overview }),
      ...('error' in result ? { error: result.error } : {}),
      revision: this.#revision,
    });
  }

  async #try(subject: DataSubject): Promise<{ readonly overview: DataOverview } | { readonly error: RunError }> {
    // Hidden in Restricted Mode; refused here too: looking reads files that the folder names.
    if (!workspace.isTrusted) return { error: untrusted() };
    try {
      const overview = await this.viewer.ask(subject, { kind: 'overview' }).answer;
      return overview.kind === 'overview'
        ? { overview }
        : { error: failureOf(new Error(l10n.t('asked for data, got {0}', overview.kind))) };
    } catch (error) {
      return { error: failureOf(error) };
    }
  }

  async #answer(id: number, question: DataQuestion): Promise<void> {
    if (this.#subject === undefined) return;
    if (!workspace.isTrusted) {
      this.#post({ type: 'failed', id, error: untrusted() });
      return;
    }
    const asked = this.viewer.ask(this.#subject, question, (progress) =>
      this.#post({ type: 'progress', id, progress }),
    );
    this.#underWay.set(id, asked.id);
    try {
      this.#post({ type: 'answer', id, answer: await asked.answer });
    } catch (error) {
      this.#post({ type: 'failed', id, error: failureOf(error) });
    } finally {
      this.#underWay.delete(id);
    }
  }

  #cancel(id: number): void {
    const asked = this.#underWay.get(id);
    if (asked !== undefined) this.viewer.cancel(asked);
  }

  #post(message: ToDataPanel): void {
    postToPanel(this.panel.webview, message);
  }
}

async function subjectOf(target: DataTarget, training: Training): Promise<DataSubject | undefined> {
  const uri = Uri.parse(target.uri);
  const document = await documentAt(uri);
  if (document === undefined) return undefined;
  const file = training.fileOf(uri);
  return {
    file,
    source: document.getText(),
    data: target.data,
    roots: [dirname(file), training.rootOf(uri)],
    dataFolders: engineSettings(uri).dataFolders ?? {},
  };
}

function failureOf(error: unknown): RunError {
  if (error instanceof InspectFailure) return error.failure;
  return {
    code: 'data/failed',
    message: l10n.t('The data cannot be looked at'),
    cause: error instanceof Error ? error.message : String(error),
    nextStep: l10n.t('The log has the details.'),
  };
}

function untrusted(): RunError {
  return {
    code: 'data/untrusted',
    message: l10n.t('The workspace is not trusted'),
    cause: l10n.t('Looking at data reads files that this folder names.'),
    nextStep: l10n.t('Trust the workspace first.'),
  };
}
