import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { announce } from './announce.mjs';
import { cacheFolder } from './cacheFolder.mjs';
import { findProgram } from './findProgram.mjs';
import { run } from './run.mjs';

/**
 * A virtual environment of Python in the cache folder with what a file of requirements pins; nothing is done where
 * it is there. Takes wheels from the native engine's download where there are some.
 *
 * @param {{ name: string, requirements: string, what: string, purpose: string }} options `what` and `purpose` are
 *   for people
 * @returns {Promise<string>} its Python
 */
export async function setUpVirtualEnvironment({ name, requirements, what, purpose }) {
  const folder = cacheFolder(name);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  // Written last: the hash of the requirements that the environment fulfils.
  const stamp = join(folder, 'requirements.sha256');
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const there = await readFile(stamp, 'utf8').catch(() => '');
  if (there.trim() === wanted && existsSync(python)) return python;
  await announce(`installing ${what}`, async () => {
    const system = findProgram('python3', 'python');
    if (system === undefined)
      throw new Error(`Python 3.11 or later is needed ${purpose}: install python3 and python3-venv.`);
    if (!existsSync(python)) await run([system, '-m', 'venv', folder]);
    const wheels = cacheFolder('wheels');
    const found = existsSync(wheels) ? ['--find-links', wheels] : [];
    const quiet = ['--disable-pip-version-check', '--quiet'];
    await run([python, '-m', 'pip', 'install', ...quiet, ...found, '--requirement', requirements]);
    await writeFile(stamp, `${wanted}\n`);
  });
  return python;
}
