import type { Fix, RelatedInformation, Severity } from '../diagnostics/diagnostic';
import type { Span } from '../syntax/tree';

/** A diagnostic before its place is settled: inside a block it is told at the use. */
export interface Problem {
  readonly code: string;
  readonly severity?: Severity;
  readonly span: Span;
  readonly message: string;
  readonly related?: readonly RelatedInformation[];
  readonly fixes?: readonly Fix[];
  readonly unnecessary?: boolean;
  /** It depends on parameters or shapes, so that another use of the block may be free of it. */
  readonly dynamic?: boolean;
}

export type Report = (problem: Problem) => void;
