import type { TrainEnvironment } from '../followTraining';

/** What one action on runs was asked for. */
export interface RunsCall {
  /** What follows the action: runs, and for an export the place behind. */
  readonly names: readonly string[];
  /** Whose runs. */
  readonly folder: string;
  readonly to: string | undefined;
  readonly interrupted: boolean;
  readonly json: boolean;
  readonly environment: TrainEnvironment;
}

/** Gives the exit status. Throws a RunProblem for what a person can set right. */
export type RunsAction = (call: RunsCall) => Promise<number>;
