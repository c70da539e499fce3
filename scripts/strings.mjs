/**
 * `npm run strings`: writes l10n/bundle.l10n.json (with `-- --check` only tells whether it is up to date): the sentences of client/ that a translation may replace, beside
 * those of the manifest in package.nls.json. A translation is one more file of each, `bundle.l10n.de.json` and
 * `package.nls.de.json`.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { root } from './setup/root.mjs';

const file = join(root, 'l10n/bundle.l10n.json');

/** @returns {Promise<string>} what l10n/bundle.l10n.json is to hold */
async function stringsOfClient() {
  const { getL10nJson } = await import('@vscode/l10n-dev');
  const folder = join(root, 'client/src');
  const names = (await readdir(folder, { recursive: true })).filter((name) => extname(name) === '.ts').sort();
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const strings = await getL10nJson(contents.map((text) => ({ contents: text, extension: '.ts' })));
  const sorted = Object.entries(strings).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}

const wanted = await stringsOfClient();
if (!process.argv.includes('--check')) {
  await mkdir(join(root, 'l10n'), { recursive: true });
  await writeFile(file, wanted);
} else if ((await readFile(file, 'utf8')) !== wanted) {
  console.error('l10n/bundle.l10n.json is not what client/ says: npm run strings');
  process.exitCode = 1;
}
