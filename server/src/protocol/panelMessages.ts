/** Host and training panel. NaN and infinities are carried as `panelWire.ts` tells, typed arrays as they are. */
import type { Confusion, ConfusionCell } from './confusion';
import type { RunError, RunEvent } from './runEvents';

export type PanelState =
  | 'idle'
  | 'starting'
  | 'loading-data'
  | 'compiling'
  | 'training'
  | 'paused'
  | 'evaluating'
  | 'stopping'
  | 'completed'
  | 'stopped'
  | 'failed';

/** What a panel trains; kept in the webview's own state so that a reloaded window finds it again. */
export interface TrainingTarget {
  /** Of the document, as the editor writes it. */
  readonly uri: string;
  /** The name of the train block, or of its model where it has none. */
  readonly train: string;
}

export type ToTrainingPanel =
  /** The whole picture: after `ready`, after a reload, after a gap. */
  | {
      readonly type: 'snapshot';
      readonly title: string;
      readonly target?: TrainingTarget;
      readonly state: PanelState;
      readonly error?: RunError;
      readonly events: readonly RunEvent[];
    }
  /** Follows on the last sequence number that the panel has. */
  | {
      readonly type: 'append';
      readonly state: PanelState;
      readonly error?: RunError;
      readonly events: readonly RunEvent[];
    }
  /** All runs of this set-up, newest first; the one that the events are of is `current`. */
  | { readonly type: 'runs'; readonly runs: readonly RunRow[] }
  /** Another run's events, to be laid over. */
  | { readonly type: 'overlay'; readonly run: string; readonly events: readonly RunEvent[] }
  /** How the current run's model did on the test examples; absent while it has not been asked. */
  | { readonly type: 'confusion'; readonly confusion?: Confusion }
  | { readonly type: 'cell'; readonly cell: ConfusionCell };

/** One run of the store as the list shows it. */
export interface RunRow {
  readonly run: string;
  readonly isCurrent: boolean;
  /** When it began, in milliseconds since 1970. */
  readonly time: number;
  readonly state: 'running' | 'interrupted' | 'completed' | 'stopped' | 'early-stopping' | 'failed';
  readonly resumable: boolean;
  readonly params: number;
  /** The best validation figure (else training figure) and its name; absent before the first epoch has ended. */
  readonly best?: { readonly name: string; readonly value: number };
  /** What its source has that the current run's has not, and the other way round; empty where they are the same. */
  readonly change: readonly SourceChange[];
}

export interface SourceChange {
  readonly kind: 'added' | 'removed';
  readonly text: string;
}

export type FromTrainingPanel =
  | { readonly type: 'ready' }
  /** The panel has seen a gap and wants a snapshot. */
  | { readonly type: 'lost' }
  | { readonly type: 'start' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' }
  | { readonly type: 'reveal-source' }
  | { readonly type: 'show-log' }
  /** The events of a run, to be laid over. */
  | { readonly type: 'overlay'; readonly run: string }
  /** The run's exact source beside the present text. */
  | { readonly type: 'compare-source'; readonly run: string }
  /** The run's exact source in the place of the present text, after a question. */
  | { readonly type: 'restore-source'; readonly run: string }
  /** Goes on with an interrupted run. */
  | { readonly type: 'continue-run'; readonly run: string }
  | { readonly type: 'cell'; readonly truth: number; readonly predicted: number }
  | { readonly type: 'export'; readonly format: 'svg' | 'png' | 'csv'; readonly bytes: Uint8Array };
