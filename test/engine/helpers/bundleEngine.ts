import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../..');

/**
 * Bundles an engine process of the tests and gives its file. It lies as deep below the project as the sources of
 * the engines do, so that what they look for in dist/ is found.
 */
export async function bundleEngine(name: string): Promise<string> {
  const outfile = join(root, 'out/test/engine', name, `${name}.cjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
  });
  return outfile;
}
