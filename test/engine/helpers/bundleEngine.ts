import { join } from 'node:path';
import { bundleProgram } from '../../helpers/bundleProgram';

const root = join(import.meta.dirname, '../../..');

/**
 * Bundles an engine process of the tests and gives its file. It lies as deep below the project as the sources of
 * the engines do, so that what they look for in dist/ is found.
 */
export async function bundleEngine(name: string): Promise<string> {
  const outfile = join(root, 'out/test/engine', name, `${name}.cjs`);
  await bundleProgram(join(import.meta.dirname, `${name}.ts`), outfile);
  return outfile;
}
