/**
 * `npm run bench -- data [--images ARCHIVE] [--python PYTHON]`: how long CIFAR-10's 50,000 JPEG files take to decode
 * and pack, whether they equal the set's binary batches made from them, and how much memory a training takes whose
 * folder is larger than memory may be.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { rowNumbers } from '../../server/src/engine/data/examples';
import type { DataContext } from '../../server/src/engine/data/dataSource';
import { findSource } from '../../server/src/engine/data/sourceRegistry';
import { peakMemory } from './peakMemory';

const run = promisify(execFile);
const { values } = parseArgs({
  options: { images: { type: 'string', default: '../shared/data/cifar10-images.tar.gz' }, python: { type: 'string' } },
});
const folder = await mkdtemp(join(tmpdir(), 'shapewright-bench-data-'));
try {
  await decodeFigures(resolve(values.images), values.python);
  await memoryFigure();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function decodeFigures(archive: string, python: string | undefined): Promise<void> {
  if (!existsSync(archive)) {
    console.log(`decode: there is no ${archive}; name the archive with --images`);
    return;
  }
  const images = join(folder, 'cifar');
  await mkdir(images);
  await run('tar', ['-xzf', archive, '-C', images]);
  const [inner] = (await readdir(images)).includes('train') ? [''] : await readdir(images);
  const root = join(images, inner ?? '');
  const context: DataContext = {
    folder: root,
    roots: [root],
    dataFolders: {},
    cacheFolder: join(folder, 'cache'),
    allowDownload: false,
  };
  const open = () => findSource('images')?.open({ uri: '', source: 'images', positional: ['.'], named: {} }, context);
  const start = performance.now();
  const set = await open();
  const seconds = (performance.now() - start) / 1000;
  if (set === undefined) throw new Error('there is no source of images');
  const again = performance.now();
  await (await open())?.train.close?.();
  const total = set.train.length + (set.test?.length ?? 0);
  const scaled = (seconds * 50_000) / total;
  console.log(
    `decode: ${total} JPEG files in ${seconds.toFixed(1)} s, 50,000 of them in ${scaled.toFixed(1)} s (at most 20); packed already: ${((performance.now() - again) / 1000).toFixed(1)} s`,
  );
  await compareWithBatches(set, context);
  if (python !== undefined) {
    const { stdout } = await run(python, [resolve('bench/data/decode.py'), join(root, 'train')]);
    console.log(`tf.io.decode_jpeg: ${stdout.trim()}`);
  }
}

type Opened = NonNullable<Awaited<ReturnType<NonNullable<ReturnType<typeof findSource>>['open']>>>;

/** The binary batches hold a class byte and three planes a picture. */
async function compareWithBatches(set: Opened, context: DataContext): Promise<void> {
  const batches = join(folder, 'batches');
  await mkdir(batches);
  const write = async (examples: Opened['train'], first: number, count: number, name: string): Promise<void> => {
    const image = await examples.read('image', rowNumbers(count, first));
    const label = await examples.read('label', rowNumbers(count, first));
    const bytes = new Uint8Array(count * 3073);
    for (let row = 0; row < count; row += 1) {
      bytes[row * 3073] = label.data[row] ?? 0;
      for (let place = 0; place < 3072; place += 1)
        bytes[row * 3073 + 1 + (place % 3) * 1024 + Math.floor(place / 3)] = image.data[row * 3072 + place] ?? 0;
    }
    await writeFile(join(batches, name), bytes);
  };
  const share = set.train.length / 5;
  for (let index = 0; index < 5; index += 1)
    await write(set.train, index * share, share, `data_batch_${index + 1}.bin`);
  if (set.test === undefined) throw new Error('the archive has no test part');
  await write(set.test, 0, set.test.length, 'test_batch.bin');
  const binary = await findSource('cifar10')?.open(
    { uri: '', source: 'cifar10', positional: [], named: {} },
    { ...context, dataFolders: { cifar10: batches } },
  );
  const rows = rowNumbers(set.train.length);
  const [one, other] = [await set.train.read('image', rows), await binary?.train.read('image', rows)];
  console.log(
    `the folder and the binary batches made from it: ${Buffer.compare(Buffer.from(one.data.buffer), Buffer.from(other?.data.buffer ?? new ArrayBuffer(0))) === 0 ? 'equal' : 'DIFFERENT'}`,
  );
}

/** 1,000 photographs of 427 × 640 are 820 MB of pixels. */
async function memoryFigure(): Promise<void> {
  const photographs = resolve('server/src/engine/data/photographs');
  for (const name of ['china', 'flower']) {
    await mkdir(join(folder, 'photos', name), { recursive: true });
    for (let copy = 0; copy < 500; copy += 1)
      await copyFile(join(photographs, `${name}.jpg`), join(folder, 'photos', name, `${copy}.jpg`));
  }
  const model = join(folder, 'photos.nn');
  await writeFile(model, await readFile(resolve('bench/data/photos.nn')));
  const child = spawn(process.execPath, [resolve('dist/cli.js'), 'train', model, '--json'], {
    cwd: folder,
    env: { ...process.env, SHAPEWRIGHT_DATA_CACHE: join(folder, 'cache') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const peak = await peakMemory(child);
  console.log(
    `memory of a training on 1,000 photographs (820 MB of pixels): at most ${(peak / 1e6).toFixed(0)} MB (at most 600)`,
  );
}
