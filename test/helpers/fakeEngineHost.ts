import type { EngineConnection, EngineListener } from '../../server/src/engine/launch';
import type { EngineRequest } from '../../server/src/protocol/engineMessages';
import type { RunError, RunEvent } from '../../server/src/protocol/runEvents';
import type { EngineHost, FoundRun } from '../../client/src/training/engineHost';

export const killed: RunError = {
  code: 'engine/killed',
  message: 'The engine was killed',
  cause: 'SIGKILL',
  nextStep: 'Train again.',
};

/** An engine process that does what a test tells it, and the store that it writes to. */
export class FakeEngine {
  alive = true;
  readonly written: RunEvent[] = [];
  readonly received: string[] = [];
  readonly #listeners = new Set<EngineListener>();

  constructor(readonly run: FoundRun) {}

  /** How many windows are attached. */
  get windows(): number {
    return this.#listeners.size;
  }

  attach(listener: EngineListener, sequence: number): EngineConnection {
    this.#listeners.add(listener);
    const missed = this.written.filter((event) => event.sequence > sequence);
    if (missed.length > 0) listener.onEvents(missed);
    return {
      run: this.run.folder,
      folder: this.run.folder,
      pid: 1,
      pause: () => this.received.push('pause'),
      resume: () => this.received.push('resume'),
      stop: () => this.received.push('stop'),
      detach: () => this.#listeners.delete(listener),
      closed: Promise.resolve(),
    };
  }

  /** Writes events to the log and sends them to whoever is attached. */
  emit(...events: readonly RunEvent[]): void {
    this.written.push(...events);
    for (const listener of this.#listeners) listener.onEvents(events);
  }

  /** The process dies without a word; those attached are told by the launcher. */
  kill(): void {
    this.alive = false;
    const sequence = (this.written.at(-1)?.sequence ?? 0) + 1;
    for (const listener of this.#listeners)
      listener.onEvents([{ event: 'end', reason: 'killed', error: killed, sequence, attempt: 1, time: 0 }]);
    this.#listeners.clear();
  }
}

export class FakeEngineHost implements EngineHost {
  readonly engines: FakeEngine[] = [];
  readonly requests: EngineRequest[] = [];
  /** Makes the next launch fail. */
  launchError: Error | undefined;

  resumeRequest(folder: string): Promise<EngineRequest> {
    const run = this.#find(folder)?.run;
    if (run === undefined) return Promise.reject(new Error('no such run'));
    return Promise.resolve({ ...run, source: '', engine: 'auto', resume: true });
  }

  claim(root: string): Promise<string> {
    return Promise.resolve(`${root}/runs/${this.engines.length + 1}`);
  }

  launch(request: EngineRequest, listener: EngineListener): EngineConnection {
    this.requests.push(request);
    const error = this.launchError;
    this.launchError = undefined;
    if (error !== undefined) throw error;
    const engine = new FakeEngine({ folder: request.folder, file: request.file, train: request.train });
    this.engines.push(engine);
    return engine.attach(listener, 0);
  }

  attach(folder: string, sequence: number, listener: EngineListener): Promise<EngineConnection | undefined> {
    const engine = this.#find(folder);
    return Promise.resolve(engine?.alive === true ? engine.attach(listener, sequence) : undefined);
  }

  isAlive(folder: string): Promise<boolean> {
    return Promise.resolve(this.#find(folder)?.alive === true);
  }

  readEvents(folder: string): Promise<readonly RunEvent[]> {
    return Promise.resolve([...(this.#find(folder)?.written ?? [])]);
  }

  explainDeath(): Promise<RunError> {
    return Promise.resolve(killed);
  }

  findRuns(): Promise<readonly FoundRun[]> {
    return Promise.resolve(this.engines.map(({ run }) => run).reverse());
  }

  #find(folder: string): FakeEngine | undefined {
    return this.engines.find(({ run }) => run.folder === folder);
  }
}
