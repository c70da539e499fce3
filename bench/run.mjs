/**
 * Benchmarks: `npm run bench -- NAME [options]` runs bench/NAME/main.ts. Each has its own options (`--help`).
 * They print figures; none is a test.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { build } from 'esbuild';
import { root } from '../scripts/setup/root.mjs';
import { run } from '../scripts/setup/run.mjs';

const [name, ...options] = process.argv.slice(2);
const folders = (await readdir(join(root, 'bench'), { withFileTypes: true })).filter((entry) => entry.isDirectory());
const names = folders.map((entry) => entry.name).filter((entry) => existsSync(join(root, 'bench', entry, 'main.ts')));
if (name === undefined || !names.includes(name)) {
  console.error(`npm run bench -- ${names.join('|')} [options]`);
  process.exit(2);
}

// The engines find the threads' script and the wasm files in dist/.
await run([process.execPath, join(root, 'scripts/build.mjs')], { cwd: root });
// As deep below the root as the engines' sources, so that they find dist/ from here.
const outdir = join(root, 'out/bench', name, 'bin');
const contestants = join(root, 'bench', name, 'contestants');
const scripts = existsSync(contestants) ? (await readdir(contestants)).filter((file) => file.endsWith('.ts')) : [];
await build({
  entryPoints: [join(root, 'bench', name, 'main.ts'), ...scripts.map((file) => join(contestants, file))],
  outdir,
  entryNames: '[name]',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  // Bundlers and browsers' drivers are not to be bundled themselves.
  external: ['playwright-core', 'esbuild'],
  logLevel: 'warning',
});
const child = spawn(process.execPath, [join(outdir, 'main.mjs'), ...options], { cwd: root, stdio: 'inherit' });
child.on('close', (code) => process.exit(code ?? 1));
