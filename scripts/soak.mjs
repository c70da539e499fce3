/**
 * The long versions of tests: `npm run soak -- NAME [options]` runs test/soak/NAME.ts, which exports
 * `soak(argv)` and gives the number of failures. Without a name it tells which there are.
 */
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { root } from './setup/root.mjs';

const [name, ...argv] = process.argv.slice(2);
const folder = join(root, 'test/soak');
const names = (await readdir(folder)).filter((file) => file.endsWith('.ts')).map((file) => basename(file, '.ts'));

if (!names.includes(name)) {
  console.error(`npm run soak -- NAME, with one of: ${names.join(', ')}`);
  process.exit(2);
}

// As deep below the root as the engines' sources, so that they find dist/ from here.
const outfile = join(root, 'out/test/soak', name, `${name}.cjs`);
await build({
  entryPoints: [join(folder, `${name}.ts`)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  logLevel: 'error',
  // The sources find the project by where they stand.
  define: {
    'import.meta.dirname': JSON.stringify(join(root, 'test/engine/helpers')),
    'import.meta.url': 'moduleUrl',
  },
  banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
});
const { soak } = createRequire(import.meta.url)(outfile);
process.exitCode = (await soak(argv)) > 0 ? 1 : 0;
