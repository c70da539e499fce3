import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { TrainingTarget } from '../../../server/src/protocol/panelMessages';
import type { EngineHost } from './engineHost';
import { SupervisedRun, type RunUpdate } from './supervisedRun';

export interface StartRequest extends Omit<EngineRequest, 'folder'> {
  readonly target: TrainingTarget;
  /** The workspace's folder, or the extension's storage, that the run is kept in. */
  readonly root: string;
}

export type RunListener = (update: RunUpdate) => void;

/**
 * All runs of this window, the newest one of each target. Knows neither VS Code nor processes: these come as an
 * `EngineHost` and as listeners.
 */
export class TrainingSupervisor {
  readonly #runs = new Map<string, SupervisedRun>();
  readonly #starting = new Map<string, Promise<SupervisedRun>>();
  readonly #listeners = new Set<RunListener>();

  constructor(private readonly engines: EngineHost) {}

  /** The newest run of a target, ended or not. */
  runOf(target: TrainingTarget): SupervisedRun | undefined {
    return this.#runs.get(keyOf(target));
  }

  get liveRuns(): readonly SupervisedRun[] {
    return [...this.#runs.values()].filter(({ isLive }) => isLive);
  }

  /** Calls `listener` after every change of every run. */
  onUpdate(listener: RunListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Starts training, or joins what is already under way for the same text in this window or in another one: two
   * processes never train one target. Rejects only when no folder for the run can be made.
   */
  start(request: StartRequest): Promise<SupervisedRun> {
    const key = keyOf(request.target);
    const current = this.#runs.get(key);
    if (current?.isLive === true) return Promise.resolve(current);
    const waiting = this.#starting.get(key);
    if (waiting !== undefined) return waiting;
    const starting = this.#start(request).finally(() => this.#starting.delete(key));
    this.#starting.set(key, starting);
    return starting;
  }

  /** The newest run of a target in the store, shown as it ended or taken up where it is. */
  async restore(target: TrainingTarget, root: string, file: string): Promise<SupervisedRun | undefined> {
    const known = this.runOf(target);
    if (known !== undefined) return known;
    const found = (await this.engines.findRuns(root)).find((run) => run.file === file && run.train === target.train);
    return found === undefined ? undefined : this.#restore(target, found.folder);
  }

  /** Goes on with a run that has ended or whose engine is gone; one that is under way for the target is left alone. */
  async continueRun(target: TrainingTarget, folder: string): Promise<SupervisedRun> {
    const current = this.runOf(target);
    if (current?.isLive === true) return current;
    const run = await this.#restore(target, folder);
    if (!run.isLive) run.launch(await this.engines.resumeRequest(folder));
    return run;
  }

  /** Takes up every run below `root` whose engine is alive: after a reload of the window, or of another window. */
  async reattach(
    root: string,
    targetOf: (file: string, train: string) => TrainingTarget,
  ): Promise<readonly SupervisedRun[]> {
    const found = await this.engines.findRuns(root);
    const restored: SupervisedRun[] = [];
    for (const { folder, file, train } of found) {
      const target = targetOf(file, train);
      if (this.runOf(target) !== undefined || !(await this.engines.isAlive(folder))) continue;
      restored.push(await this.#restore(target, folder));
    }
    return restored;
  }

  /** Detaches from everything; the engines go on. */
  dispose(): void {
    for (const run of this.#runs.values()) run.dispose();
    this.#runs.clear();
    this.#listeners.clear();
  }

  async #start(request: StartRequest): Promise<SupervisedRun> {
    const { target, root, ...rest } = request;
    const elsewhere = await this.#liveElsewhere(request);
    if (elsewhere !== undefined) return this.#restore(target, elsewhere);
    const folder = await this.engines.claim(root);
    const run = this.#add(target, folder);
    // The run may be kept elsewhere; files are read from here all the same.
    run.launch({ ...rest, folder, workspace: root });
    return run;
  }

  async #liveElsewhere({ root, file, train }: StartRequest): Promise<string | undefined> {
    const found = await this.engines.findRuns(root).catch(() => []);
    for (const run of found) {
      if (run.file === file && run.train === train && (await this.engines.isAlive(run.folder))) return run.folder;
    }
    return undefined;
  }

  async #restore(target: TrainingTarget, folder: string): Promise<SupervisedRun> {
    const run = this.#add(target, folder);
    await run.restore();
    return run;
  }

  #add(target: TrainingTarget, folder: string): SupervisedRun {
    this.#runs.get(keyOf(target))?.dispose();
    const run = new SupervisedRun(target, folder, this.engines, (update) => {
      for (const listener of this.#listeners) listener(update);
    });
    this.#runs.set(keyOf(target), run);
    return run;
  }
}

/** One string for a target: a NUL stands in no URI and in no name. */
export function keyOf({ uri, train }: TrainingTarget): string {
  return `${uri}\0${train}`;
}
