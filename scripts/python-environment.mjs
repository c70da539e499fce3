/**
 * The Python of tests and benchmarks: a virtual environment in the cache folder with what
 * test/oracle/requirements.txt pins.
 *
 * node scripts/python-environment.mjs    prints the path of its Python
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup/root.mjs';
import { setUpVirtualEnvironment } from './setup/virtualEnvironment.mjs';

/**
 * Installs what is missing.
 *
 * @returns {Promise<string>} the environment's Python
 */
export async function setUpPython() {
  return setUpVirtualEnvironment({
    name: 'python-tools',
    requirements: join(root, 'test/oracle/requirements.txt'),
    what: 'the Python tools',
    purpose: 'for the comparisons with Keras',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await setUpPython());
