import type { FunctionValue } from '../../../language/layers/definition';
import type { Logs } from '../../../protocol/runEvents';

/**
 * A callback with its state apart: whatever it remembers is in `State`, goes into each checkpoint and comes
 * back from it, so that a resumed run decides as the uninterrupted one would have.
 */
export interface TrainingCallback {
  /** The learning rate for an epoch (from 0), where the callback sets it. */
  rateAtStart?(epoch: number): number;
  /** Called after validation. `rate` is the learning rate in force. */
  afterEpoch?(epoch: number, logs: Logs, rate: number, state: CallbackState): CallbackVerdict;
  /** Goes back to the kept weights when the training ends, however it ends. */
  readonly restoresBest?: boolean;
}

/** Numbers by name; a name is absent until it is known. */
export interface CallbackState {
  readonly [name: string]: number;
}

export interface CallbackVerdict {
  readonly state: CallbackState;
  /** Ends the training. */
  readonly stop?: boolean;
  /** The weights of now are the ones to go back to. */
  readonly keepWeights?: boolean;
  /** The learning rate from the next epoch on. */
  readonly rate?: number;
  /** The watched value is not among the logs. */
  readonly missing?: string;
}

export type CallbackFactory = (args: FunctionValue['args']) => TrainingCallback;
