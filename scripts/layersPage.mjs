// Writes docs/layers.md, the reference of all layers, from their definitions: node scripts/layersPage.mjs
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(root, 'out/layersPage.mjs');
await build({
  entryPoints: [join(root, 'server/src/language/layers/layersPage.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  logLevel: 'error',
});
const { layersPage } = await import(pathToFileURL(outfile).href);
writeFileSync(join(root, 'docs/layers.md'), layersPage());
