// Writes docs/command-line.md, the reference of all commands, from their descriptions: node scripts/commandsPage.mjs
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(root, 'out/commandsPage.cjs');
const from = (file) => JSON.stringify(join(root, 'server/src/cli', file));
await build({
  stdin: {
    contents: `export { commandsPage } from ${from('commandsPage.ts')}; export { loadCommands } from ${from('registry.ts')};`,
    resolveDir: root,
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
  outfile,
  logLevel: 'error',
});
const { commandsPage, loadCommands } = createRequire(import.meta.url)(outfile);
writeFileSync(join(root, 'docs/command-line.md'), commandsPage(await loadCommands()));
