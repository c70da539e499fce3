/**
 * Bundles everything that runs into dist/: the extension, the language server, the engine process, the
 * command line and one script (with its style sheet) a webview panel, found by media/<panel>/main.tsx.
 *
 * node scripts/build.mjs [--watch] [--production]
 */
import { chmod, copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import asc from 'assemblyscript/asc';
import { context, build } from 'esbuild';
import { copyDigits } from './bundledDigits.mjs';
import { writeThirdPartyNotices } from './extension/thirdPartyNotices.mjs';
import { withoutGeneratedCode } from './extension/withoutGeneratedCode.mjs';
import { root } from './setup/root.mjs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** Node bundles: what runs in the editor's node, in a child process and in a shell. */
const programs = [
  // What is activated is small, and reads the other two one after the other: none holds the extension host up for long.
  {
    name: 'extension',
    entry: 'client/src/extension.ts',
    external: ['vscode', './languageClient', './registerPanels'],
  },
  { name: 'languageClient', entry: 'client/src/languageClient.ts', external: ['vscode'] },
  { name: 'registerPanels', entry: 'client/src/registerPanels.ts', external: ['vscode'] },
  { name: 'server', entry: 'server/src/lsp/main.ts' },
  { name: 'engine', entry: 'server/src/engine/main.ts' },
  { name: 'wasmWorker', entry: 'server/src/engine/wasm/worker.ts' },
  { name: 'decodeWorker', entry: 'server/src/engine/data/decode/decodeWorker.ts' },
  { name: 'nativeProbe', entry: 'server/src/engine/native/nativeProbe.ts' },
  { name: 'cli', entry: 'server/src/cli/main.ts', banner: '#!/usr/bin/env node\n' },
];

/** Bundled code finds its own files by import.meta.url, which a CommonJS bundle has not. */
const moduleUrl = 'const shapewrightModuleUrl = require("node:url").pathToFileURL(__filename).href;';

const common = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [withoutGeneratedCode],
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

function programOptions({ name, entry, external = [], banner = '' }) {
  return {
    ...common,
    entryPoints: { [name]: entry },
    outdir: 'dist',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The native binding stays outside, found in the cache folder where `engine install` puts it.
    external,
    // The extension host reads what requires `vscode` by require() alone.
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    define: { ...common.define, 'import.meta.url': 'shapewrightModuleUrl' },
    banner: { js: banner + moduleUrl },
  };
}

/** What runs in a browser's workers: the extension host's and the language server's. */
function webOptions({ name, entry, format, external = [] }) {
  return {
    ...common,
    entryPoints: { [name]: entry },
    outdir: 'dist/web',
    platform: 'browser',
    target: 'es2022',
    format,
    external,
    define: { ...common.define, global: 'globalThis' },
  };
}

const webPrograms = [
  { name: 'extension', entry: 'client/src/browser/extension.ts', format: 'cjs', external: ['vscode'] },
  { name: 'server', entry: 'server/src/lsp/browserMain.ts', format: 'iife' },
];

function panelOptions(panels) {
  return {
    ...common,
    entryPoints: Object.fromEntries(panels.map(({ name, entry }) => [name, entry])),
    outdir: 'dist/media',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'dataurl', '.ttf': 'dataurl' },
  };
}

async function findPanels() {
  const folders = await readdir(join(root, 'media'), { withFileTypes: true });
  return folders
    .filter((folder) => folder.isDirectory())
    .flatMap(({ name }) => ['main.tsx', 'main.ts'].map((file) => ({ name, entry: `media/${name}/${file}` })))
    .filter(({ entry }) => existsSync(join(root, entry)));
}

/** The binaries that the bundles load at run time, beside them in dist/wasm/. */
async function copyWasm() {
  const modules = join(root, 'node_modules');
  const target = join(root, 'dist/wasm');
  await mkdir(target, { recursive: true });
  const tfjs = join(modules, '@tensorflow/tfjs-backend-wasm/dist');
  const kernels = (await readdir(tfjs)).filter((file) => file.endsWith('.wasm')).map((file) => join(tfjs, file));
  const decoders = [join(modules, '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm')];
  const files = [...kernels, ...decoders];
  for (const file of files) await copyFile(file, join(target, basename(file)));
  return files.map((file) => `dist/wasm/${basename(file)}`);
}

/** Removes what earlier builds left in dist/: in place, as a running editor or test may read the rest. */
async function prune(written) {
  const entries = await readdir(join(root, 'dist'), { recursive: true, withFileTypes: true });
  const keep = new Set(written.map((file) => join(root, file)));
  const stale = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(stale.filter((file) => !keep.has(file)).map((file) => rm(file)));
}

/** The files of an exported training that are the same for every model. */
async function copyExport() {
  const source = join(root, 'server/src/interop/export/ray/files');
  await mkdir(join(root, 'dist/ray'), { recursive: true });
  const files = (await readdir(source)).filter((file) => /\.(py|txt)$/.test(file));
  for (const file of files) await copyFile(join(source, file), join(root, 'dist/ray', file));
  return files.map((file) => `dist/ray/${file}`);
}

/** The sample photographs, with who took them. */
async function copyPhotographs() {
  const source = join(root, 'server/src/engine/data/photographs');
  await mkdir(join(root, 'dist/photographs'), { recursive: true });
  const files = await readdir(source);
  for (const file of files) await copyFile(join(source, file), join(root, 'dist/photographs', file));
  return files.map((file) => `dist/photographs/${file}`);
}

/** Our own wasm kernels, written in AssemblyScript. They share the memory of tfjs's module and have none of their own. */
async function compileKernels() {
  const file = 'dist/wasm/shapewright-kernels.wasm';
  const { error, stderr } = await asc.main(
    [
      'server/src/engine/wasm/assembly/index.ts',
      '--runtime',
      'stub',
      '--importMemory',
      '--noExportMemory',
      '--enable',
      'simd',
    ].concat(['--use', 'abort=', '-O3', '--noAssert', '--outFile', file]),
    { baseDir: root },
  );
  if (error) throw new Error(`The wasm kernels do not compile.\n${stderr.toString()}`, { cause: error });
  return [file];
}

/** What `engine install` compiles the native binding from: tfjs-node's sources, Node's headers and our kernels. */
async function copyNativeSources() {
  const modules = join(root, 'node_modules');
  const sources = [
    { from: join(modules, '@tensorflow/tfjs-node/binding'), to: 'dist/native/binding' },
    { from: join(modules, 'node-api-headers/include'), to: 'dist/native/node-api' },
    { from: join(root, 'server/src/engine/native/kernels'), to: 'dist/native/kernels' },
  ];
  const written = [];
  for (const { from, to } of sources) {
    await mkdir(join(root, to), { recursive: true });
    for (const file of await readdir(from)) {
      await copyFile(join(from, file), join(root, to, file));
      written.push(`${to}/${file}`);
    }
  }
  return written;
}

const present = programs.filter(({ entry }) => existsSync(join(root, entry)));
const panels = await findPanels();
const builds = [
  ...present.map(programOptions),
  ...webPrograms.map(webOptions),
  ...(panels.length > 0 ? [panelOptions(panels)] : []),
];

const binaries = (
  await Promise.all([copyWasm(), copyNativeSources(), copyPhotographs(), copyExport(), copyDigits(), compileKernels()])
).flat();
if (watch) {
  const contexts = await Promise.all(builds.map((options) => context({ ...options, logLevel: 'info' })));
  await Promise.all(contexts.map((each) => each.watch()));
  console.log('[watch] build finished, watching for changes');
} else {
  // Each bundle is written as far as it builds; esbuild has told the errors of the others.
  const results = await Promise.allSettled(builds.map((options) => build({ ...options, metafile: true })));
  const written = results.flatMap(({ value }) => Object.keys(value?.metafile.outputs ?? {}));
  if (existsSync(join(root, 'dist/cli.js'))) await chmod(join(root, 'dist/cli.js'), 0o755);
  if (results.some(({ status }) => status === 'rejected')) process.exit(1);
  const notices = await writeThirdPartyNotices(results.map(({ value }) => value.metafile));
  await prune([...binaries, ...written, notices]);
  const web = webPrograms.map(({ name }) => `web/${name}`);
  const names = [...present.map(({ name }) => name), ...web, ...panels.map(({ name }) => `media/${name}`)];
  console.log(`build: ${names.join(', ')}`);
}
