import type { EngineRequest, ToEngine } from '../../../server/src/protocol/engineMessages';
import type { RunEvent } from '../../../server/src/protocol/runEvents';

/** What the supervisor needs from the world; tests give it a fake one. */
export interface EngineHost {
  /** Makes a folder for a new run below `root`. */
  claim(root: string): Promise<string>;
  /** Starts an engine process, detached, and attaches to it. Rejects when it ends before that. */
  spawn(request: EngineRequest, handlers: EngineHandlers): Promise<EngineConnection>;
  /** Attaches to the engine process of a run and asks for the events after `sequence`. */
  attach(folder: string, sequence: number, handlers: EngineHandlers): Promise<EngineConnection>;
  isAlive(folder: string): Promise<boolean>;
  /** What the run's log holds; works without a process. */
  readEvents(folder: string): Promise<readonly RunEvent[]>;
  /** The runs below a root, newest first. */
  findRuns(root: string): Promise<readonly FoundRun[]>;
}

export interface EngineConnection {
  send(message: ToEngine): void;
  /** Goes away without ending the training. */
  detach(): void;
}

export interface EngineHandlers {
  readonly onEvents: (events: readonly RunEvent[]) => void;
  /** Called once: the other side has ended the connection, or the process has died. */
  readonly onClose: (exit: EngineExit) => void;
}

/** As far as it is known: of a process that this window did not start only that it is gone. */
export interface EngineExit {
  readonly code?: number;
  readonly signal?: string;
}

export interface FoundRun {
  readonly folder: string;
  readonly file: string;
  readonly train: string;
}
