import type { CommandOutput, Writer } from '../../server/src/cli/command';

export interface RecordedOutput extends CommandOutput {
  readonly text: { out: string; err: string };
  /** What came as bytes to the standard output, in pieces. */
  readonly bytes: readonly Uint8Array[];
}

/** An output that keeps what a command writes. */
export function recordOutput(): RecordedOutput {
  const text = { out: '', err: '' };
  const bytes: Uint8Array[] = [];
  const writer = (name: 'out' | 'err'): Writer => ({
    write: (more) => (typeof more === 'string' ? (text[name] += more) : bytes.push(more)),
  });
  return { text, bytes, out: writer('out'), err: writer('err') };
}
