import type { GraphPicture } from '../language/graph/graphPicture';

/** A request of the client beside the standard ones: what there is to draw of a model. */
export const graphRequest = 'shapewright/graph';

export interface GraphParams {
  /** Of an open document. */
  readonly uri: string;
  readonly model: string;
}

/** Null when the document has no such model. */
export type GraphResult = {
  /** Of the document that the picture's places are about. */
  readonly version: number;
  readonly picture: GraphPicture;
  /** False while an error in the model or its blocks makes the picture unreliable. */
  readonly sound: boolean;
  /** The first of the errors. */
  readonly problem?: GraphProblem;
} | null;

export interface GraphProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}
