import { l10n, Range, Uri, window, workspace, WorkspaceEdit, commands } from 'vscode';
import {
  cellOf,
  confusionOf,
  readPredictions,
  type Predictions,
} from '../../../server/src/engine/runs/predictionStore';
import type {
  FromTrainingPanel,
  RunRow,
  ToTrainingPanel,
  TrainingTarget,
} from '../../../server/src/protocol/panelMessages';
import { join } from 'node:path';
import { sourceOf, storedEvents, storedRuns } from '../training/storedRuns';
import type { Training } from '../training/training';
import { showBesidePanel } from './revealPlace';
import { runSourceUri } from './runSources';
import { saveFile } from './saveFile';

type RunsMessage = Extract<
  FromTrainingPanel,
  { readonly type: 'overlay' | 'compare-source' | 'restore-source' | 'continue-run' | 'cell' | 'export' }
>;

/** The part of a training panel that is about stored runs: their list, comparison, sources, and the test examples. */
export class RunsFeed {
  #rows: readonly RunRow[] = [];
  #predictions: Predictions | undefined;

  constructor(
    private readonly training: Training,
    private readonly target: TrainingTarget,
    private readonly post: (message: ToTrainingPanel) => void,
  ) {}

  /** Sends the list of runs, and how the current one did on the test examples. */
  async refresh(): Promise<void> {
    const { root, file } = this.training.storeOf(this.target);
    const folder = this.training.runOf(this.target)?.folder;
    const current = folder?.split(/[\\/]/).at(-1);
    this.#rows = await storedRuns(root, file, this.target.train, current);
    this.post({ type: 'runs', runs: this.#rows });
    const shown = this.#rows.find(({ isCurrent }) => isCurrent);
    this.#predictions = shown === undefined ? undefined : await readPredictions(this.#folderOf(shown.run));
    this.post({
      type: 'confusion',
      ...(this.#predictions === undefined ? {} : { confusion: confusionOf(this.#predictions) }),
    });
  }

  async receive(message: RunsMessage): Promise<void> {
    if (message.type === 'export') {
      await saveFile(
        `${this.target.train}.${message.format}`,
        Uri.joinPath(Uri.parse(this.target.uri), '..'),
        message.bytes,
      );
      return;
    }
    if (message.type === 'cell') {
      const { truth, predicted } = message;
      const classes = this.#predictions?.classes.length ?? 0;
      if (this.#predictions === undefined || truth >= classes || predicted >= classes) return;
      this.post({ type: 'cell', cell: cellOf(this.#predictions, truth, predicted) });
      return;
    }
    // A page names runs of its list and no others: names lead to folders.
    const row = this.#rows.find(({ run }) => run === message.run);
    if (row === undefined) return;
    const folder = this.#folderOf(row.run);
    switch (message.type) {
      case 'overlay':
        this.post({ type: 'overlay', run: row.run, events: await storedEvents(folder) });
        return;
      case 'compare-source':
        await this.#compare(row, folder);
        return;
      case 'restore-source':
        await this.#restore(row, folder);
        return;
      case 'continue-run':
        await this.training.continueRun(this.target, folder);
        return;
    }
  }

  #folderOf(run: string): string {
    return join(this.training.storeOf(this.target).root, '.shapewright', 'runs', run);
  }

  async #compare(row: RunRow, folder: string): Promise<void> {
    const source = await sourceOf(folder);
    if (source === undefined) return;
    const present = Uri.parse(this.target.uri);
    const name = present.path.split('/').at(-1) ?? '';
    const title = l10n.t('{0}: run of {1} ↔ now', name, new Date(row.time).toLocaleString());
    await commands.executeCommand('vscode.diff', runSourceUri(row.run, name, source), present, title);
  }

  /** Never silently: it asks first, the text stays unsaved, and one undo brings the present text back. */
  async #restore(row: RunRow, folder: string): Promise<void> {
    const source = await sourceOf(folder);
    const document = await this.training.documentOf(this.target);
    if (source === undefined || document === undefined) return;
    if (document.getText() === source) {
      void window.showInformationMessage(l10n.t('The text is already that of this run.'));
      return;
    }
    const replace = l10n.t('Replace the Text');
    const answer = await window.showWarningMessage(
      l10n.t('Replace the text by the source of the run of {0}?', new Date(row.time).toLocaleString()),
      { modal: true, detail: l10n.t('The file is not saved, and the change can be undone.') },
      replace,
    );
    if (answer !== replace) return;
    const edit = new WorkspaceEdit();
    const end = document.positionAt(document.getText().length);
    edit.replace(document.uri, new Range(document.positionAt(0), end), source);
    await workspace.applyEdit(edit);
    await showBesidePanel(document);
  }
}
