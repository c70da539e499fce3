import { basename, join } from 'node:path';
import {
  EventEmitter,
  l10n,
  Uri,
  workspace,
  type Event,
  type ExtensionContext,
  type LogOutputChannel,
  type TextDocument,
} from 'vscode';
import type { TrainingTarget } from '../../../server/src/protocol/panelMessages';
import { engineSettings } from './engineSettings';
import { trainingTitle } from './findTrain';
import type { RunUpdate, SupervisedRun } from './supervisedRun';
import { keyOf, type TrainingSupervisor } from './supervisor';
import type { TrainingChoice } from './trainingTargets';

/** Training as commands and views see it: documents and settings come from VS Code, runs from the supervisor. */
export class Training {
  readonly #updates = new EventEmitter<RunUpdate>();
  readonly onUpdate: Event<RunUpdate> = this.#updates.event;
  /** Where each target was trained last in this window. */
  readonly #choices = new Map<string, TrainingChoice>();
  #current: TrainingTarget | undefined;

  constructor(
    private readonly context: ExtensionContext,
    private readonly supervisor: TrainingSupervisor,
    readonly log: LogOutputChannel,
  ) {
    context.subscriptions.push(this.#updates, { dispose: supervisor.onUpdate((update) => this.#updates.fire(update)) });
  }

  /** What pause, resume and stop are about: the run started or shown last. */
  get current(): SupervisedRun | undefined {
    return this.#current === undefined ? undefined : this.supervisor.runOf(this.#current);
  }

  runOf(target: TrainingTarget): SupervisedRun | undefined {
    return this.supervisor.runOf(target);
  }

  /** Makes a target the current one. */
  show(target: TrainingTarget): void {
    this.#current = target;
    const run = this.supervisor.runOf(target);
    if (run !== undefined) this.#updates.fire({ run, condition: run.condition, events: [] });
  }

  /**
   * Trains the editor's text as it stands, saved or not, where it is said or else where it was trained last. Rejects
   * with a sentence for the person who asked.
   */
  async start(target: TrainingTarget, choice = this.#choices.get(keyOf(target))): Promise<SupervisedRun> {
    // Hidden in Restricted Mode; refused here too, as a link or another extension may ask.
    if (!workspace.isTrusted)
      throw new Error(l10n.t('Training runs code paths and files that this folder names: trust the workspace first.'));
    const document = await workspace.openTextDocument(Uri.parse(target.uri));
    if (document.uri.scheme !== 'file' && document.uri.scheme !== 'untitled')
      throw new Error(l10n.t('Training needs files on this machine; this document is not one of them.'));
    this.#current = target;
    if (choice !== undefined) this.#choices.set(keyOf(target), choice);
    const { place: on } = choice ?? {};
    return this.supervisor.start({
      target,
      root: this.rootOf(document.uri),
      file: this.fileOf(document.uri),
      source: document.getText(),
      train: target.train,
      ...engineSettings(document.uri),
      ...(on === undefined ? {} : { on }),
    });
  }

  /** The last run of a target, from the store when this window does not know it yet. */
  async restore(target: TrainingTarget): Promise<SupervisedRun | undefined> {
    const uri = Uri.parse(target.uri);
    return this.supervisor.restore(target, this.rootOf(uri), this.fileOf(uri));
  }

  /** Where the runs of a target are kept, and the name of its file there. */
  storeOf(target: TrainingTarget): { readonly root: string; readonly file: string } {
    const uri = Uri.parse(target.uri);
    return { root: this.rootOf(uri), file: this.fileOf(uri) };
  }

  /** Goes on with an interrupted run from its last checkpoint, exactly as it was started. */
  async continueRun(target: TrainingTarget, folder: string): Promise<void> {
    if (!workspace.isTrusted) return;
    this.#current = target;
    await this.supervisor.continueRun(target, folder);
  }

  /** Takes up the runs of all folders that are still under way. */
  async reattach(): Promise<void> {
    const roots = new Set([
      ...(workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath),
      this.#storage(),
    ]);
    for (const root of roots) {
      const runs = await this.supervisor.reattach(root, (file, train) => ({ uri: Uri.file(file).toString(), train }));
      const [newest] = runs;
      if (newest !== undefined && this.#current === undefined) this.show(newest.target);
    }
  }

  async titleOf(target: TrainingTarget): Promise<string> {
    const document = await this.documentOf(target);
    return document === undefined ? target.train : trainingTitle(document.getText(), target.train);
  }

  /** Undefined when the file is gone. */
  async documentOf(target: TrainingTarget): Promise<TextDocument | undefined> {
    try {
      return await workspace.openTextDocument(Uri.parse(target.uri));
    } catch {
      return undefined;
    }
  }

  /** Runs live in the document's workspace folder; without one, or where it is not a real folder, in the extension's storage. */
  rootOf(uri: Uri): string {
    const folder =
      workspace.getWorkspaceFolder(uri) ?? (uri.scheme === 'untitled' ? workspace.workspaceFolders?.[0] : undefined);
    return folder?.uri.scheme === 'file' ? folder.uri.fsPath : this.#storage();
  }

  /** Data paths resolve against it; an unsaved document stands in the first folder. */
  fileOf(uri: Uri): string {
    return uri.scheme === 'file' ? uri.fsPath : join(this.rootOf(uri), basename(uri.path));
  }

  #storage(): string {
    return this.context.globalStorageUri.fsPath;
  }
}
