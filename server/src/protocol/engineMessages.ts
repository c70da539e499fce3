/** What goes over the socket of an engine process. Frames and checks are in `messenger.ts`. */
import type { RunEvent } from './runEvents';

/** Raised when the messages change in kind; a window and an engine of different numbers say so. */
export const protocolVersion = 1;

export type ToEngine =
  /** Attaches, and asks for all events after `sequence`. */
  | { readonly type: 'attach'; readonly protocolVersion: number; readonly sequence: number }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** Ends after the current batch; what was learned is kept. */
  | { readonly type: 'stop' };

export type FromEngine =
  | {
      readonly type: 'attached';
      readonly protocolVersion: number;
      readonly run: string;
      readonly pid: number;
      /** Of the process: an end event of an earlier attempt is not its end. */
      readonly attempt?: number;
    }
  | { readonly type: 'events'; readonly events: readonly RunEvent[] };

/** Where a training runs that is not done by an engine of ours: Keras on this machine, or a Ray cluster. */
export type TrainingPlace =
  | {
      readonly kind: 'python';
      /** An interpreter that has Keras and JAX; the usual ones are looked at where absent. */
      readonly python?: string;
    }
  | {
      readonly kind: 'ray';
      /** Of the cluster's dashboard, where jobs are submitted: `http://127.0.0.1:8265`. */
      readonly address: string;
      readonly workers: number;
      /** A GPU for each worker. */
      readonly gpu?: boolean;
      /** An interpreter that has Ray, to submit with. */
      readonly python?: string;
    };

/** Written to the engine's standard input as one JSON document when it is started, before anything else. */
export interface EngineRequest {
  /** The run's folder, already claimed by mkdir. */
  readonly folder: string;
  /** Where the source stands; imports and data paths resolve against it. */
  readonly file: string;
  readonly source: string;
  /** The name of the train block, or of its model where it has none. */
  readonly train: string;
  readonly engine: 'auto' | 'native' | 'wasm';
  /** Elsewhere than in this process; `engine` does not count then. */
  readonly on?: TrainingPlace;
  readonly epochs?: number;
  /** A number of training examples. */
  readonly limit?: number;
  readonly seed?: number;
  readonly batchSize?: number;
  /** In place of the text's `weights:`: the name of a run or of a set-up, or the path of a safetensors file. */
  readonly weights?: string;
  /** Goes on with the run of the folder from its last good checkpoint; all but `folder` is then read from `run.json`. */
  readonly resume?: boolean;
  /** The folder whose files may be read, where it is not the one that holds `.shapewright`. */
  readonly workspace?: string;
  /** Folders where data are looked for before a download: `{ "mnist": "/data/mnist" }`. */
  readonly dataFolders?: { readonly [source: string]: string };
  /** False: ends with a checkpoint 30 s after the last window has gone. */
  readonly keepAlive?: boolean;
}
