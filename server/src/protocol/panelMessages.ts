/** Host and training panel. Structured clone carries NaN, infinities and typed arrays. */
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
  | { readonly type: 'snapshot'; readonly title: string; readonly target?: TrainingTarget; readonly state: PanelState; readonly error?: RunError; readonly events: readonly RunEvent[] }
  /** Follows on the last sequence number that the panel has. */
  | { readonly type: 'append'; readonly state: PanelState; readonly error?: RunError; readonly events: readonly RunEvent[] };

export type FromTrainingPanel =
  | { readonly type: 'ready' }
  /** The panel has seen a gap and wants a snapshot. */
  | { readonly type: 'lost' }
  | { readonly type: 'start' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' }
  | { readonly type: 'reveal-source' }
  | { readonly type: 'show-log' };
