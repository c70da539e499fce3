/** Trouble of one layer, or of the whole training, that does not end it. */
export interface LayerWarning {
  readonly code: string;
  readonly message: string;
  readonly layer?: string;
  readonly span?: { readonly start: number; readonly end: number };
}
