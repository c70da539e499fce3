/**
 * The Python of tests and benchmarks: a virtual environment in the cache folder with what
 * test/oracle/requirements.txt pins. Skipped when it is there; takes TensorFlow's wheel from the native
 * engine's download where there is one.
 *
 * node scripts/python-environment.mjs    prints the path of its Python
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { announce } from './setup/announce.mjs';
import { cacheFolder } from './setup/cacheFolder.mjs';
import { findProgram } from './setup/findProgram.mjs';
import { root } from './setup/root.mjs';
import { run } from './setup/run.mjs';

const requirements = join(root, 'test/oracle/requirements.txt');
const folder = cacheFolder('python-tools');
/** Written last: the hash of the requirements that the environment fulfils. */
const stamp = join(folder, 'requirements.sha256');

/**
 * Installs what is missing.
 *
 * @returns {Promise<string>} the environment's Python
 */
export async function setUpPython() {
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const there = await readFile(stamp, 'utf8').catch(() => '');
  if (there.trim() === wanted && existsSync(python)) return python;
  await announce('installing the Python tools', async () => {
    const system = findProgram('python3', 'python');
    if (system === undefined)
      throw new Error(
        'Python 3.11 or later is needed for the comparisons with Keras: install python3 and python3-venv.',
      );
    if (!existsSync(python)) await run([system, '-m', 'venv', folder]);
    const wheels = cacheFolder('wheels');
    const found = existsSync(wheels) ? ['--find-links', wheels] : [];
    await run([
      python,
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--quiet',
      ...found,
      '--requirement',
      requirements,
    ]);
    await writeFile(stamp, `${wanted}\n`);
  });
  return python;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await setUpPython());
