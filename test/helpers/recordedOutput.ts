import type { CommandOutput } from '../../server/src/cli/command';

export interface RecordedOutput extends CommandOutput {
  readonly text: { out: string; err: string };
}

/** An output that keeps what a command writes. */
export function recordOutput(): RecordedOutput {
  const text = { out: '', err: '' };
  return {
    text,
    out: { write: (more) => (text.out += more) },
    err: { write: (more) => (text.err += more) },
  };
}
