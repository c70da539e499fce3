import type { EngineConnection } from '../../../server/src/engine/launch';
import { toRunError } from '../../../server/src/engine/runProblem';
import { canPause } from '../../../server/src/protocol/canPause';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { TrainingTarget } from '../../../server/src/protocol/panelMessages';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import type { EngineHost } from './engineHost';
import { RunHistory } from './runHistory';
import { hasEnded, idle, nextCondition, type RunCondition, type RunInput } from './runState';

export interface RunUpdate {
  readonly run: SupervisedRun;
  readonly condition: RunCondition;
  /** New since the last update, in order. */
  readonly events: readonly RunEvent[];
}

/**
 * One run as this window sees it. Everything comes in by events of the engine; that the engine may die at any
 * time is a state and no exception, so no method of this class throws or rejects.
 */
export class SupervisedRun {
  readonly history = new RunHistory();
  #condition: RunCondition = idle;
  #connection: EngineConnection | undefined;
  #disposed = false;
  readonly #listener = { onEvents: (events: readonly RunEvent[]): void => this.#receive(events) };

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

  /** Now: it trains, and by an engine that can wait. */
  get canPause(): boolean {
    return this.#condition.state === 'training' && canPause(this.history.start);
  }

  /** Starts the engine process for this run. */
  launch(request: EngineRequest): void {
    this.#take({ kind: 'start' });
    try {
      this.#connection = this.engines.launch(request, this.#listener);
    } catch (error) {
      this.#take({ kind: 'lost', error: toRunError(error) });
    }
  }

  /** Shows a run of the store: what its log holds, and live where its engine is still there. */
  async restore(): Promise<void> {
    try {
      this.#receive(await this.engines.readEvents(this.folder));
      if (this.#hasEndInLog()) return;
      const connection = await this.engines.attach(this.folder, this.history.sequence, this.#listener);
      if (connection !== undefined) {
        this.#attached(connection);
        return;
      }
      // It may have ended between the two looks; what it said last is in the log then.
      this.#receive(await this.engines.readEvents(this.folder));
      if (!this.#hasEndInLog() && this.history.sequence > 0) this.#lose(await this.engines.explainDeath(this.folder));
    } catch (error) {
      this.#lose(toRunError(error));
    }
  }

  pause(): void {
    if (this.canPause) this.#connection?.pause();
  }

  resume(): void {
    if (this.#condition.state === 'paused') this.#connection?.resume();
  }

  /** Ends after the current batch; what was learned is kept. */
  stop(): void {
    if (!this.isLive) return;
    this.#connection?.stop();
    this.#take({ kind: 'stop' });
  }

  /** The window goes, the training does not. */
  dispose(): void {
    this.#disposed = true;
    this.#connection?.detach();
    this.#connection = undefined;
  }

  #attached(connection: EngineConnection): void {
    if (this.#disposed) {
      connection.detach();
      return;
    }
    this.#connection = connection;
    // So early that its log is still empty.
    if (this.#condition.state === 'idle') this.#take({ kind: 'start' });
  }

  #hasEndInLog(): boolean {
    return this.#condition.state !== 'idle' && !this.isLive;
  }

  #lose(error: ReturnType<typeof toRunError>): void {
    // A log that stops in the middle belongs to a run that was under way.
    if (this.#condition.state === 'idle') this.#condition = { state: 'starting' };
    this.#take({ kind: 'lost', error });
  }

  #receive(events: readonly RunEvent[]): void {
    const fresh = events.filter((event) => this.history.add(event));
    if (fresh.length === 0) return;
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
