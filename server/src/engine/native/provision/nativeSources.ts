import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `native/` beside the bundle, where the build has put tfjs-node's sources, Node's headers and our kernels. Throws where
 * they are not there.
 */
export function nativeSources(): string {
  const folder = join(dirname(fileURLToPath(import.meta.url)), 'native');
  if (!existsSync(join(folder, 'binding/tfjs_binding.cc')))
    throw new Error(`the sources of the native module are not in ${folder}`);
  return folder;
}
