/** A request of the client beside the standard ones: the assertions of a document, as they stand. */
export const assertionsRequest = 'shapewright/assertions';

export interface AssertionsParams {
  readonly uri: string;
}

/** Null when there is no such document. */
export type AssertionsResult = readonly FoundAssertion[] | null;

export interface FoundAssertion {
  /** A model's hold or not as the text stands; a train block's are checked when a run ends. */
  readonly kind: 'model' | 'train';
  /** The model's or the set-up's name. */
  readonly owner: string;
  /** The condition: `params < 350k`. */
  readonly text: string;
  /** Of the statement, in UTF-16 units from the start of the text. */
  readonly start: number;
  readonly end: number;
  /** Null while a size is unknown, and for those of a train block. */
  readonly holds: boolean | null;
  /** `93,322 < 100,000`; empty for those of a train block. */
  readonly explanation: string;
}
