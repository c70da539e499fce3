import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { TrainingTarget } from '../../../server/src/protocol/panelMessages';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { engineGone, engineNotStarted } from './engineErrors';
import type { EngineConnection, EngineExit, EngineHandlers, EngineHost } from './engineHost';
import { RunHistory } from './runHistory';
import { hasEnded, idle, nextCondition, type RunCondition, type RunInput } from './runState';

export interface RunUpdate {
  readonly run: SupervisedRun;
  readonly condition: RunCondition;
  /** New since the last update, in order. */
  readonly events: readonly RunEvent[];
}

/** How often in a row a lost connection to a living engine is taken up again without anything coming from it. */
const maximalReconnects = 3;

/**
 * One run as this window sees it. Everything comes in by events of the engine; that the engine may die at any
 * time is a state and no exception, so no method of this class rejects.
 */
export class SupervisedRun {
  readonly history = new RunHistory();
  #condition: RunCondition = idle;
  #connection: EngineConnection | undefined;
  #reconnects = 0;
  #disposed = false;

  constructor(
    readonly target: TrainingTarget,
    readonly folder: string,
    private readonly engines: EngineHost,
    private readonly onUpdate: (update: RunUpdate) => void,
  ) {}

  get condition(): RunCondition {
    return this.#condition;
  }

  get isLive(): boolean {
    return !hasEnded(this.#condition.state);
  }

  /** Starts the engine process for this run. Resolves when it is attached or has failed. */
  async spawn(request: EngineRequest): Promise<void> {
    this.#take({ kind: 'start' });
    await this.#connect(() => this.engines.spawn(request, this.#handlers()));
  }

  /** Shows a run of the store: what its log holds, and live where its engine is still there. */
  async restore(): Promise<void> {
    const events = await this.engines.readEvents(this.folder).catch((): readonly RunEvent[] => []);
    const alive = await this.engines.isAlive(this.folder).catch(() => false);
    if (alive) this.#take({ kind: 'start' });
    this.#receive(events);
    if (!alive) {
      if (events.length > 0) this.#lose({});
      return;
    }
    await this.#connect(() => this.engines.attach(this.folder, this.history.sequence, this.#handlers()));
  }

  pause(): void {
    if (this.#condition.state === 'training') this.#connection?.send({ type: 'pause' });
  }

  resume(): void {
    if (this.#condition.state === 'paused') this.#connection?.send({ type: 'resume' });
  }

  /** Ends after the current batch; what was learned is kept. */
  stop(): void {
    if (!this.isLive) return;
    this.#connection?.send({ type: 'stop' });
    this.#take({ kind: 'stop' });
  }

  /** The window goes, the training does not. */
  dispose(): void {
    this.#disposed = true;
    this.#connection?.detach();
    this.#connection = undefined;
  }

  #handlers(): EngineHandlers {
    return {
      onEvents: (events) => this.#receive(events),
      onClose: (exit) => void this.#closed(exit),
    };
  }

  async #connect(open: () => Promise<EngineConnection>): Promise<void> {
    try {
      const connection = await open();
      if (this.#disposed) {
        connection.detach();
        return;
      }
      this.#connection = connection;
      // A stop that was asked for before there was anyone to tell.
      if (this.#condition.state === 'stopping') connection.send({ type: 'stop' });
    } catch (error) {
      await this.#readLog();
      this.#take({ kind: 'lost', error: engineNotStarted(error) });
    }
  }

  /** The connection ended: by the run's end, by the process's death, or by an accident between the two. */
  async #closed(exit: EngineExit): Promise<void> {
    this.#connection = undefined;
    if (this.#disposed || !this.isLive) return;
    await this.#readLog();
    if (!this.isLive) return;
    const alive = await this.engines.isAlive(this.folder).catch(() => false);
    if (!alive || this.#reconnects >= maximalReconnects) {
      this.#lose(exit);
      return;
    }
    this.#reconnects += 1;
    await this.#connect(() => this.engines.attach(this.folder, this.history.sequence, this.#handlers()));
  }

  /** The engine may have written its last words without anyone to read them. */
  async #readLog(): Promise<void> {
    this.#receive(await this.engines.readEvents(this.folder).catch((): readonly RunEvent[] => []));
  }

  #lose(exit: EngineExit): void {
    // A log that stops in the middle belongs to a run that was under way.
    if (this.#condition.state === 'idle') this.#condition = { state: 'starting' };
    this.#take({ kind: 'lost', error: engineGone(exit, this.history.latestBatch) });
  }

  #receive(events: readonly RunEvent[]): void {
    const fresh = events.filter((event) => this.history.add(event));
    if (fresh.length === 0) return;
    this.#reconnects = 0;
    for (const event of fresh) this.#condition = nextCondition(this.#condition, { kind: 'event', event });
    this.#tell(fresh);
  }

  #take(input: RunInput): void {
    const before = this.#condition;
    this.#condition = nextCondition(before, input);
    if (this.#condition !== before) this.#tell([]);
  }

  #tell(events: readonly RunEvent[]): void {
    if (!this.#disposed) this.onUpdate({ run: this, condition: this.#condition, events });
  }
}
