import type { TrainerName } from './runEvents';

/**
 * A run of the store as lists, panels and `shapewright runs list --json` show it. An interrupted one is offered to
 * be resumed: `resumableRuns(root)` of the run store finds them, and `launchEngine(await resumeRequest(folder), …)`
 * goes on with one.
 */
export interface StoredRun {
  /** The ULID that is the folder's name; it begins with the time. */
  readonly run: string;
  readonly folder: string;
  /** `interrupted`: its process is gone without a last word. */
  readonly state: 'running' | 'interrupted' | 'completed' | 'stopped' | 'early-stopping' | 'failed';
  readonly resumable: boolean;
  /** How often it was started; 0 where it has not begun. */
  readonly attempt: number;
  /** Batches done as far as is known. */
  readonly step: number;
  /** The global step of its newest checkpoint. */
  readonly checkpoint?: number;
  /** Why it failed. */
  readonly reason?: string;
  /** Absent where it ended before its training began. */
  readonly record?: {
    readonly file: string;
    readonly model: string;
    readonly train: string;
    readonly seed: number;
    readonly epochs: number;
    readonly batchSize: number;
    readonly params: number;
    readonly engine: TrainerName;
    readonly engineVersion: string;
  };
}
