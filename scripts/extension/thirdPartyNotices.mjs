/**
 * dist/ThirdPartyNotices.txt: who wrote what the bundles contain, and under which licence. The packages are those
 * that esbuild really put in, found in its metafiles, and those whose files the build copies.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup/root.mjs';

/** Packages of which the build copies or compiles files, beside the bundles. */
const copied = [
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-node',
  '@jsquash/jpeg',
  'node-api-headers',
  'assemblyscript',
];

const title = `Shapewright contains the following third-party software and data. Each is used under its own licence.
`;

/**
 * @param {readonly { inputs: Record<string, unknown> }[]} metafiles of all bundles
 * @returns {Promise<string>} the file written, relative to the root
 */
export async function writeThirdPartyNotices(metafiles) {
  const bundled = metafiles.flatMap(({ inputs }) => Object.keys(inputs).flatMap(packageOf));
  const names = [...new Set([...bundled, ...copied])].sort();
  const packages = await Promise.all(names.map(noticeOf));
  const data = await Promise.all(
    ['dist/digits/NOTICE.md', 'dist/photographs/ATTRIBUTION.md'].map((file) => readFile(join(root, file), 'utf8')),
  );
  const file = 'dist/ThirdPartyNotices.txt';
  await writeFile(join(root, file), [title, ...packages, ...data].join(`\n${'-'.repeat(100)}\n\n`));
  return file;
}

/** The package that an input of a bundle belongs to; none for our own files. */
function packageOf(input) {
  const [, name] = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
  return name === undefined ? [] : [name];
}

async function noticeOf(name) {
  const folder = join(root, 'node_modules', name);
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  if (texts.length === 0 && manifest.license === undefined)
    throw new Error(`${name} is in the bundles and names no licence: it must not be shipped.`);
  const head = [`${name} ${manifest.version}`, author, manifest.license && `Licence: ${manifest.license}`];
  return `${head.filter(Boolean).join('\n')}\n\n${texts.map((text) => text.trim()).join('\n\n')}`.trim() + '\n';
}
