/** Host and data panel. */
import type { DataAnswer, DataOverview, DataProgressMessage, DataQuestion } from './dataMessages';
import type { RunError } from './runEvents';

/** What a panel looks at; kept in the webview's own state so that a reloaded window finds it again. */
export interface DataTarget {
  /** Of the document, as the editor writes it. */
  readonly uri: string;
  readonly data: string;
}

export type ToDataPanel =
  /** After `ready`, and after each edit. The last valid overview stays, stale, over an invalid edit. */
  | {
      readonly type: 'data';
      readonly target: DataTarget;
      readonly title: string;
      readonly overview?: DataOverview;
      /** Why the text as it stands has no picture. */
      readonly error?: RunError;
      /** Rises with each valid text: answers to older texts are of no use. */
      readonly revision: number;
    }
  | { readonly type: 'answer'; readonly id: number; readonly answer: DataAnswer }
  | { readonly type: 'failed'; readonly id: number; readonly error: RunError }
  | { readonly type: 'progress'; readonly id: number; readonly progress: DataProgressMessage };

export type FromDataPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly id: number; readonly question: DataQuestion }
  /** Give up what was asked; a download keeps what has come. */
  | { readonly type: 'cancel'; readonly id: number }
  /** Go to the declaration. */
  | { readonly type: 'reveal' }
  | { readonly type: 'show-log' };
