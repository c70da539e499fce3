import { open } from 'node:fs/promises';
import type { RunError } from '../protocol/runEvents';
import { RunProblem, toRunError } from './runProblem';
import { runFiles } from './runs/runFolder';

export interface ExitStatus {
  readonly code: number | null;
  readonly signal: string | null;
  /** It could not be started at all. */
  readonly error?: Error;
}

/** What to tell of an engine process that ended without its last word, from how it ended and the end of its log. */
export async function explainDeath(folder: string, exit: ExitStatus | undefined): Promise<RunError> {
  if (exit?.error !== undefined) return toRunError(couldNotStart(exit.error));
  const log = await endOfLog(runFiles(folder).log);
  if (/heap out of memory|bad_alloc|Cannot allocate memory/i.test(log))
    return toRunError(new Error(`out of memory: ${lastLine(log)}`));
  return toRunError(
    new RunProblem('engine/killed', {
      message: 'The engine process has ended unexpectedly',
      reason: `${howItEnded(exit)}${log === '' ? '' : ` Its last words: ${lastLine(log)}`}`,
      nextStep:
        'Train again; the checkpoints up to then are kept. engine.log in the folder of the run has the details.',
    }),
  );
}

function howItEnded(exit: ExitStatus | undefined): string {
  if (exit === undefined) return 'Its process is gone.';
  if (exit.signal === 'SIGKILL') return 'It was killed (SIGKILL): by someone, or by the system when memory ran out.';
  if (exit.signal !== null) return `It was ended by ${exit.signal}.`;
  return `It ended with exit code ${exit.code ?? 'unknown'}.`;
}

function couldNotStart(error: Error): RunProblem {
  return new RunProblem('engine/start', {
    message: 'The engine process cannot be started',
    reason: error.message,
    nextStep: 'Build or install the extension again.',
    error,
  });
}

/** What TensorFlow says whenever it is loaded (it speaks of round-off errors), whatever level its log has. */
const isNote = /^(I\d{4} \d\d:|WARNING: All log messages before absl::)/;

async function endOfLog(file: string): Promise<string> {
  const length = 4096;
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const bytes = new Uint8Array(Math.min(size, length));
      await handle.read(bytes, 0, bytes.length, size - bytes.length);
      return new TextDecoder()
        .decode(bytes)
        .split('\n')
        .filter((line) => !isNote.test(line))
        .join('\n')
        .trim();
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}

/** The line that names the error: a stack below it says nothing to a person. */
function lastLine(log: string): string {
  const lines = log.split('\n').map((line) => line.trim());
  const named = lines.findLast((line) => /error|fatal|abort/i.test(line) && !line.startsWith('at '));
  return (named ?? lines.at(-1) ?? '').slice(0, 300);
}
