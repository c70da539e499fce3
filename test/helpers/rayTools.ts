import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = process.cwd();
let python: Promise<string> | undefined;

/** The Python with Ray, Keras and JAX; installs them where they are missing. */
export function rayToolsPython(): Promise<string> {
  python ??= promisify(execFile)(process.execPath, [join(root, 'scripts/setup/ray.mjs')]).then(
    ({ stdout }) => stdout.trim().split('\n').at(-1) ?? '',
  );
  return python;
}
