export type CompletionKind =
  | 'layer'
  | 'block'
  | 'function'
  | 'argument'
  | 'value'
  | 'tensor'
  | 'parameter'
  | 'kernel'
  | 'data'
  | 'part'
  | 'model'
  | 'train'
  | 'key'
  | 'keyword'
  | 'snippet';

/** A completion without the span that it replaces. */
export interface CompletionDraft {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Lower is likelier. */
  readonly rank: number;
  /** Beside the label. */
  readonly detail?: string | undefined;
  readonly documentation?: string | undefined;
  /** With places to fill in (`${1:filters}`); the label otherwise. */
  readonly snippet?: string | undefined;
}
