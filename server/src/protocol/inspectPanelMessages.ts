/** Host and inspect panel. */
import type { InspectAnswer, InspectQuestion, ModelAnswer } from './inspectMessages';
import type { RunError } from './runEvents';

/** What a panel looks at; kept in the webview's own state so that a reloaded window finds it again. */
export interface InspectTarget {
  /** Of the document, as the editor writes it. */
  readonly uri: string;
  readonly model: string;
}

/** A run of the model and the epochs whose weights were kept, ascending. */
export interface InspectRun {
  /** The name of its folder. */
  readonly run: string;
  /** The train block's name. */
  readonly train: string;
  readonly epochs: readonly number[];
  /** The newest of these weights are there, in their shapes, for all layers of the model as it is written now. */
  readonly fits: boolean;
}

export type ToInspectPanel =
  /** The whole picture: after `ready`, and after each edit. The last valid model stays, stale, over an invalid edit. */
  | {
      readonly type: 'model';
      readonly target: InspectTarget;
      readonly title: string;
      readonly model?: ModelAnswer;
      /** Why the text as it stands has no picture. */
      readonly error?: RunError;
      /** Rises with each valid text: answers to older texts are of no use. */
      readonly revision: number;
      /** Newest first. */
      readonly runs: readonly InspectRun[];
    }
  | { readonly type: 'runs'; readonly runs: readonly InspectRun[] }
  | { readonly type: 'answer'; readonly id: number; readonly answer: InspectAnswer }
  | { readonly type: 'failed'; readonly id: number; readonly error: RunError }
  /** The cursor of the text stands in this layer. */
  | { readonly type: 'select'; readonly path: string };

export type FromInspectPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly id: number; readonly question: InspectQuestion }
  /** Go to the layer's place in the text. */
  | { readonly type: 'reveal'; readonly path: string }
  | { readonly type: 'show-log' };
