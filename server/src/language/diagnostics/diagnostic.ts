import type { Span } from '../syntax/tree';

export type Severity = 'error' | 'warning' | 'info';

/** One problem, told once, where it starts. */
export interface Diagnostic {
  /** `nn/shape`: a page of `docs/language.md` explains each. */
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  /** The first line: what is wrong here, in at most 80 characters. */
  readonly message: string;
  /** Where each side came from, in reading order. */
  readonly related: readonly RelatedInformation[];
  /** Each is valid on its own and leaves the file without this diagnostic. */
  readonly fixes: readonly Fix[];
  /** Editors show the span faded. */
  readonly unnecessary?: boolean;
}

export interface RelatedInformation {
  readonly message: string;
  readonly location: Location;
}

/** A place; `uri` is absent for the document itself. */
export interface Location {
  readonly uri?: string;
  readonly span: Span;
}

export interface Fix {
  /** What it does, with its price: `add strides=2 to short's Conv2D (16x16x64, +0 params)`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface TextEdit {
  readonly uri?: string;
  readonly span: Span;
  readonly newText: string;
}
