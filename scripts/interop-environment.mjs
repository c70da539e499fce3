/**
 * The Python of the export round trips: an environment of its own beside that of python-environment.mjs, since PyTorch
 * takes a few gigabytes.
 *
 * node scripts/interop-environment.mjs    prints the path of its Python
 */
import { join } from 'node:path';
import { root } from './setup/root.mjs';
import { setUpVirtualEnvironment } from './setup/virtualEnvironment.mjs';

console.log(
  await setUpVirtualEnvironment({
    name: 'interop-tools',
    requirements: join(root, 'test/interop/requirements.txt'),
    what: 'PyTorch and the ONNX runtime, a few gigabytes',
    purpose: 'for the round trips of exports',
  }),
);
