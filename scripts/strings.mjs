/**
 * `npm run strings`: writes l10n/bundle.l10n.json (with `-- --check` only tells whether it is up to date): the sentences
 * of client/ and of the panels that a translation may replace, beside those of the manifest in package.nls.json. A
 * translation is one more file of each, `bundle.l10n.de.json` and `package.nls.de.json`.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { root } from './setup/root.mjs';

const file = join(root, 'l10n/bundle.l10n.json');

/** @returns {Promise<string>} what l10n/bundle.l10n.json is to hold */
async function stringsOfSources() {
  const { getL10nJson } = await import('@vscode/l10n-dev');
  const sources = (await Promise.all(['client/src', 'media'].map((folder) => sourcesIn(join(root, folder))))).flat();
  const strings = await getL10nJson(sources);
  const sorted = Object.entries(strings).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}

/** @returns {Promise<{ contents: string, extension: string }[]>} */
async function sourcesIn(folder) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.tsx?$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ contents: await readFile(join(folder, name), 'utf8'), extension: extname(name) })),
  );
}

const wanted = await stringsOfSources();
if (!process.argv.includes('--check')) {
  await mkdir(join(root, 'l10n'), { recursive: true });
  await writeFile(file, wanted);
} else if ((await readFile(file, 'utf8')) !== wanted) {
  console.error('l10n/bundle.l10n.json is not what client/ and media/ say: npm run strings');
  process.exitCode = 1;
}
