/**
 * What happens in a run, one event after the other. The same objects are the lines of the event log, the
 * lines of `shapewright train --json`, and what the engine process sends to attached windows.
 */
export type RunEvent = StartEvent | StateEvent | BatchEvent | EpochEvent | EvaluateEvent | WarningEvent | EndEvent;

type WithoutBase<T> = T extends EventBase ? Omit<T, 'sequence' | 'attempt' | 'time'> : never;

/** An event before the run gives it its number, attempt and time. */
export type RunEventBody = WithoutBase<RunEvent>;

/** Keras's log names (`loss`, `accuracy`, `val_loss`) to values; NaN and infinities are ordinary here. */
export interface Logs {
  readonly [name: string]: number;
}

/** What does the training: one of our engines, or Keras, in a process of this machine or as a job on Ray. */
export const trainerNames = ['native', 'wasm', 'python', 'ray'] as const;
export type TrainerName = (typeof trainerNames)[number];

interface EventBase {
  /** Counts from 1 without gaps within a run; a resumed run goes on counting. */
  readonly sequence: number;
  /** How often the run was started; the highest attempt wins for a step. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Of a training elsewhere: which of the run's jobs told it (from 1), and its number there. */
  readonly job?: { readonly number: number; readonly sequence: number };
}

export interface StartEvent extends EventBase {
  readonly event: 'start';
  readonly run: string;
  /** The run's folder. */
  readonly folder: string;
  readonly model: string;
  readonly train: string;
  readonly engine: TrainerName;
  readonly engineVersion: string;
  /** Why the other engine was not taken, when `auto` chose. */
  readonly engineReason: string | undefined;
  readonly params: number;
  readonly examples: { readonly train: number; readonly validation: number; readonly test: number };
  readonly epochs: number;
  /** Steps an epoch. */
  readonly steps: number;
  readonly batchSize: number;
  readonly seed: number;
  /** A resumed run goes on behind this batch of this epoch (from 1); points of earlier attempts behind it count no more. */
  readonly resumedFrom?: { readonly epoch: number; readonly step: number };
  /** Where the run started from other weights: each layer that has some, and whether it took them. */
  readonly carried?: readonly CarriedLayer[];
}

export interface CarriedLayer {
  readonly layer: string;
  readonly taken: boolean;
  /** Why not: `kernel is [3, 3, 32, 64] here and [3, 3, 16, 64] there`. */
  readonly reason?: string;
}

export type RunState = 'starting' | 'loading-data' | 'compiling' | 'training' | 'paused' | 'evaluating' | 'stopping';

export interface StateEvent extends EventBase {
  readonly event: 'state';
  readonly state: RunState;
  /** Long work: done of total, in `unit`. */
  readonly progress?: { readonly done: number; readonly total: number; readonly unit: string };
  readonly message?: string;
}

export interface BatchEvent extends EventBase {
  readonly event: 'batch';
  /** From 1. */
  readonly epoch: number;
  /** Within the epoch, from 1. */
  readonly step: number;
  readonly steps: number;
  /** Of this batch alone. */
  readonly logs: Logs;
  readonly examplesPerSecond: number;
  /** Seconds to the end of the training, by the current speed. */
  readonly secondsLeft: number;
}

export interface EpochEvent extends EventBase {
  readonly event: 'epoch';
  readonly epoch: number;
  /** Means over the epoch, validation with `val_`. */
  readonly logs: Logs;
  readonly seconds: number;
}

export interface EvaluateEvent extends EventBase {
  readonly event: 'evaluate';
  readonly split: 'test';
  readonly logs: Logs;
  readonly examples: number;
}

/** Something to tell beside a layer or in the panel that does not end the run. */
export interface WarningEvent extends EventBase {
  readonly event: 'warning';
  readonly code: string;
  readonly message: string;
  readonly layer?: string;
  /** Where that layer stands in the source that is trained. */
  readonly span?: { readonly start: number; readonly end: number };
}

export interface EndEvent extends EventBase {
  readonly event: 'end';
  readonly reason: 'completed' | 'stopped' | 'early-stopping' | 'failed' | 'killed';
  /** For a failure: what happened, the cause, and the next step. */
  readonly error?: RunError;
  /** The train block's own assertions, where it has some and the run got as far. */
  readonly assertions?: readonly AssertionOutcome[];
}

export interface AssertionOutcome {
  /** As it stands in the text. */
  readonly text: string;
  readonly holds: boolean;
  /** The value reached; undefined where the run has no such metric. */
  readonly value: number | undefined;
}

export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly cause: string;
  readonly nextStep: string;
  /** A batch size that would fit, where memory ran out. */
  readonly batchSize?: number;
  /** The layer or the place in the source that it is about. */
  readonly layer?: string;
  readonly span?: { readonly start: number; readonly end: number };
}
