import { RunProblem, type RunProblemParts } from '../runProblem';

/** A problem of data that knows which argument of the source is to blame, and what should stand there. */
export class DataProblem extends RunProblem {
  /** The place of a positional argument, or the name of a named one. */
  readonly argument: number | string | undefined;
  /** The text that would be right in its place: the nearest file or column. */
  readonly suggestion: string | undefined;

  constructor(code: string, parts: DataProblemParts) {
    super(code, parts);
    this.name = 'DataProblem';
    this.argument = parts.argument;
    this.suggestion = parts.suggestion;
  }
}

export interface DataProblemParts extends RunProblemParts {
  readonly argument?: number | string | undefined;
  readonly suggestion?: string | undefined;
}

/** A damaged file: what is wrong and at which byte. */
export function damagedFile(file: string, offset: number, reason: string): RunProblem {
  return new RunProblem('data/damaged', {
    message: `${file} is damaged at offset ${offset}`,
    reason,
    nextStep: 'Replace the file by a good copy, or take it out of the folder.',
  });
}

/** A file that ends too early. */
export function truncatedFile(file: string, offset: number, reason: string): RunProblem {
  return new RunProblem('data/truncated', {
    message: `${file} is cut off at offset ${offset}`,
    reason,
    nextStep: 'Replace the file by a good copy, or take it out of the folder.',
  });
}

/** A file, or what it unpacks to, beyond what is read. */
export function oversizedFile(file: string, reason: string): RunProblem {
  return new RunProblem('data/too-large', {
    message: `${file} is too large`,
    reason,
    nextStep: 'Check that the file is what its name says, or make it smaller.',
  });
}

/** A file of another kind than it should be. */
export function wrongFile(file: string, kind: string, reason: string): RunProblem {
  return new RunProblem('data/magic', {
    message: `${file} is no ${kind}`,
    reason,
    nextStep: 'Correct the name or the file.',
  });
}

/** A file that goes on where it should end. */
export function surplusBytes(file: string, expected: number, found: number): RunProblem {
  return new RunProblem('data/damaged', {
    message: `${file} has more bytes than its header says, from offset ${expected} on`,
    reason: `Its header asks for ${expected} bytes; it has ${found}.`,
    nextStep: 'Replace the file by a good copy.',
  });
}
