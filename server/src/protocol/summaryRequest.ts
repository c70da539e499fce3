/** A request of the client beside the standard ones: the table of a model, as `shapewright summary` prints it. */
export const summaryRequest = 'shapewright/summary';

export interface SummaryParams {
  /** Of an open document. */
  readonly uri: string;
  readonly model: string;
}

/** Null when the document has no such model. */
export type SummaryResult = { readonly text: string } | null;
