// `npm run notebooks [-- --quick | --page]`: see test/notebooks/main.ts.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './setup/root.mjs';

const outfile = join(root, 'out/notebooks.mjs');
await build({
  entryPoints: [join(root, 'test/notebooks/main.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile,
  logLevel: 'error',
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = (await main(process.argv.slice(2), root)) > 0 ? 1 : 0;
