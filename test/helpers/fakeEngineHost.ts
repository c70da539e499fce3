import type { EngineRequest, ToEngine } from '../../server/src/protocol/engineMessages';
import type { RunEvent } from '../../server/src/protocol/runEvents';
import type { EngineConnection, EngineExit, EngineHandlers, EngineHost, FoundRun } from '../../client/src/training/engineHost';

/** An engine process that does what a test tells it, and the store that it writes to. */
export class FakeEngine {
  alive = true;
  readonly written: RunEvent[] = [];
  readonly received: ToEngine[] = [];
  #handlers: EngineHandlers | undefined;

  constructor(readonly run: FoundRun) {}

  get attached(): boolean {
    return this.#handlers !== undefined;
  }

  attach(handlers: EngineHandlers, sequence: number): EngineConnection {
    this.#handlers = handlers;
    const missed = this.written.filter((event) => event.sequence > sequence);
    if (missed.length > 0) handlers.onEvents(missed);
    return {
      send: (message) => this.received.push(message),
      detach: () => {
        this.#handlers = undefined;
      },
    };
  }

  /** Writes events to the log and sends them to whoever is attached. */
  emit(...events: readonly RunEvent[]): void {
    this.written.push(...events);
    this.#handlers?.onEvents(events);
  }

  /** The connection ends; the process may live on. */
  close(exit: EngineExit = {}): void {
    const handlers = this.#handlers;
    this.#handlers = undefined;
    handlers?.onClose(exit);
  }

  kill(signal = 'SIGKILL'): void {
    this.alive = false;
    this.close({ signal });
  }
}

export class FakeEngineHost implements EngineHost {
  readonly engines: FakeEngine[] = [];
  readonly requests: EngineRequest[] = [];
  /** Makes the next spawn fail. */
  spawnError: Error | undefined;

  claim(root: string): Promise<string> {
    return Promise.resolve(`${root}/runs/${this.engines.length + 1}`);
  }

  spawn(request: EngineRequest, handlers: EngineHandlers): Promise<EngineConnection> {
    this.requests.push(request);
    const error = this.spawnError;
    this.spawnError = undefined;
    if (error !== undefined) return Promise.reject(error);
    const engine = new FakeEngine({ folder: request.folder, file: request.file, train: request.train });
    this.engines.push(engine);
    return Promise.resolve(engine.attach(handlers, 0));
  }

  attach(folder: string, sequence: number, handlers: EngineHandlers): Promise<EngineConnection> {
    const engine = this.#find(folder);
    return engine?.alive === true ? Promise.resolve(engine.attach(handlers, sequence)) : Promise.reject(new Error('ECONNREFUSED'));
  }

  isAlive(folder: string): Promise<boolean> {
    return Promise.resolve(this.#find(folder)?.alive === true);
  }

  readEvents(folder: string): Promise<readonly RunEvent[]> {
    return Promise.resolve([...(this.#find(folder)?.written ?? [])]);
  }

  findRuns(): Promise<readonly FoundRun[]> {
    return Promise.resolve(this.engines.map(({ run }) => run).reverse());
  }

  #find(folder: string): FakeEngine | undefined {
    return this.engines.find(({ run }) => run.folder === folder);
  }
}
