import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { RunError, RunEvent } from '../../../server/src/protocol/runEvents';
import type { EngineConnection, EngineListener } from '../../../server/src/engine/launch';

/** What the supervisor needs from the world: processes and the run store. Tests give it a fake one. */
export interface EngineHost {
  /** Makes a folder for a new run below `root`. */
  claim(root: string): Promise<string>;
  /** Starts an engine process, detached, and attaches to it. A process that dies is told as an end event. */
  launch(request: EngineRequest, listener: EngineListener): EngineConnection;
  /** Attaches to the engine process of a run and asks for the events after `sequence`; undefined when it is gone. */
  attach(folder: string, sequence: number, listener: EngineListener): Promise<EngineConnection | undefined>;
  isAlive(folder: string): Promise<boolean>;
  /** What the run's log holds; works without a process. */
  readEvents(folder: string): Promise<readonly RunEvent[]>;
  /** Why a run has no end although its process is gone. */
  explainDeath(folder: string): Promise<RunError>;
  /** What goes on with a run from its last checkpoint. */
  resumeRequest(folder: string): Promise<EngineRequest>;
  /** The runs below a root, newest first. */
  findRuns(root: string): Promise<readonly FoundRun[]>;
}

export interface FoundRun {
  readonly folder: string;
  readonly file: string;
  readonly train: string;
}
