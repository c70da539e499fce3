/** One step of a small network in a process of its own: a broken native library may end a process without a word. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join, dirname } from 'node:path';
import { existsSync } from 'node:fs';
import type { LibraryFiles } from './binding';
import { cleanEnvironment } from './provision/cleanEnvironment';

export interface ProbeResult {
  readonly version: string;
  /** Milliseconds that a step took. */
  readonly step: number;
}

/** Longer than any step or load takes on a slow machine. */
const timeLimit = 120_000;

/** Throws with the reason where the child fails, crashes or hangs. */
export function probeNative({ bindingFile, kernelsFile }: LibraryFiles, signal?: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [probeScript(), bindingFile, ...(kernelsFile === undefined ? [] : [kernelsFile])],
      {
        env: { ...cleanEnvironment(), ELECTRON_RUN_AS_NODE: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: timeLimit,
        ...(signal && { signal }),
      },
    );
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString('utf8')).slice(-2000)));
    child.on('error', reject);
    child.on('close', (code, ending) => {
      const result = code === 0 ? parseResult(output) : undefined;
      if (result !== undefined) resolve(result);
      else
        reject(
          new Error(
            `the native engine did not run a step: ${ending ?? `code ${code ?? 'unknown'}`}${errors === '' ? '' : `\n${errors.trim()}`}`,
          ),
        );
    });
  });
}

/** The bundle beside this one; while tests run from the sources, the one that the last build made. */
function probeScript(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, 'nativeProbe.js');
  return existsSync(beside) ? beside : join(here, '../../../../dist/nativeProbe.js');
}

function parseResult(output: string): ProbeResult | undefined {
  const match = /^ok (\S+) ([\d.]+)$/m.exec(output);
  return match === null ? undefined : { version: match[1] ?? '', step: Number(match[2]) };
}
