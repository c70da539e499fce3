import type { Shape } from '../model/shape';

/** What is known of a data set without loading it. An example has named parts. */
export interface DataDescription {
  /** `image` and `label`, `mask`, or a table's columns, in order. */
  readonly parts: readonly DataPart[];
  /** The part that a model predicts unless `target:` says otherwise. */
  readonly target: string | undefined;
  /** Numbers of examples; null while unknown. */
  readonly examples: { readonly train: number | null; readonly test: number | null };
}

export interface DataPart {
  readonly name: string;
  readonly shape: Shape;
  /** How the stored values are typed before any step; `text` columns cannot enter a model. */
  readonly type: 'uint8' | 'float32' | 'class' | 'text';
  /** The range of values where it is known. */
  readonly range: readonly [number, number] | undefined;
  /** The class names, in the order of their numbers, on a part of type `class`. */
  readonly classes: readonly string[] | undefined;
}

/**
 * The host's answer about data that live outside the text. Pure and immediate: the host keeps a cache by
 * file state and asks for a new analysis when a description arrives.
 */
export interface DataHost {
  describe(request: DataRequest): DataAnswer;
}

/** A source with its evaluated arguments: `csv` and `{ 0: "homes.csv", images: ["photo"] }`. */
export interface DataRequest {
  /** The declaring document, against which paths resolve. */
  readonly uri: string;
  /** Dotted name: `mnist`, `shapes.circle`. */
  readonly source: string;
  readonly positional: readonly DataArgument[];
  readonly named: { readonly [name: string]: DataArgument };
}

export type DataArgument = number | string | boolean | null | readonly DataArgument[];

export type DataAnswer =
  | { readonly kind: 'known'; readonly description: DataDescription }
  /** Being read: shapes are unknown for the moment, no error. */
  | { readonly kind: 'pending' }
  | DataFailure;

export interface DataFailure {
  readonly kind: 'problem';
  readonly code: string;
  readonly message: string;
  /** Why, in a sentence. */
  readonly cause?: string;
  /** The argument to blame: its place, or its name. */
  readonly argument?: number | string;
  /** What should stand in its place: the nearest file or column. */
  readonly suggestion?: string;
}
