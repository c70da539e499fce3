/**
 * Ray, Keras 3 and JAX for the tests of trainings elsewhere: a virtual environment in the cache folder with what
 * ray-requirements.txt pins. `shapewright train --on python|ray` looks there first.
 *
 * node scripts/setup/ray.mjs    prints the path of its Python
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './root.mjs';
import { setUpVirtualEnvironment } from './virtualEnvironment.mjs';

/**
 * Installs what is missing.
 *
 * @returns {Promise<string>} the environment's Python
 */
export async function setUpRay() {
  return setUpVirtualEnvironment({
    name: 'ray-tools',
    requirements: join(root, 'scripts/setup/ray-requirements.txt'),
    what: 'Ray, Keras and JAX',
    purpose: 'for the trainings elsewhere',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await setUpRay());
