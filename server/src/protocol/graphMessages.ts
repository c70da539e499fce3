/** Host and graph panel. */
import type { GraphPicture } from '../language/graph/graphPicture';
import type { GraphProblem } from './graphRequest';

/** What a panel draws; kept in the webview's own state so that a reloaded window finds it again. */
export interface GraphTarget {
  /** Of the document, as the editor writes it. */
  readonly uri: string;
  readonly model: string;
}

export type ToGraphPanel =
  /** After `ready`, and whenever the text has changed. Without a picture there is none yet. */
  | {
      readonly type: 'graph';
      readonly target?: GraphTarget;
      readonly picture?: GraphPicture;
      /** The picture is of an earlier text, because the present one has an error. */
      readonly stale: boolean;
      readonly problem?: GraphProblem;
    }
  /** The cursor in the source has moved to an offset. */
  | { readonly type: 'cursor'; readonly offset: number };

export type FromGraphPanel =
  | { readonly type: 'ready' }
  /** To the source of a layer or block of the picture that was sent last. */
  | { readonly type: 'reveal'; readonly id: string }
  | { readonly type: 'reveal-problem' }
  | { readonly type: 'export'; readonly format: 'svg' | 'png'; readonly bytes: Uint8Array };
