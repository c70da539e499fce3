import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import type { DataContext, OpenedSource } from '../../server/src/engine/data/dataSource';
import { rowNumbers } from '../../server/src/engine/data/examples';
import { findSource } from '../../server/src/engine/data/sourceRegistry';
import { writeCifarBatches } from '../../test/engine/data/helpers/cifarBatches';
import { median } from '../training/report';

const run = promisify(execFile);

export interface DecodeBench {
  /** CIFAR-10 as an image folder, packed. */
  readonly archive: string;
  /** Where it is unpacked. */
  readonly folder: string;
  readonly python: string;
  readonly rounds: number;
}

/** Prints how long the training part takes, by turns with tf.io.decode_jpeg, and whether its tensors are the set's. */
export async function decodeFigures({ archive, folder, python, rounds }: DecodeBench): Promise<void> {
  if (!existsSync(archive)) {
    console.log(`decode: there is no ${archive}; name the archive with --images`);
    return;
  }
  const images = join(folder, 'cifar');
  await mkdir(images);
  await run('tar', ['-xzf', archive, '-C', images]);
  const inner = (await readdir(images)).includes('train') ? '' : ((await readdir(images))[0] ?? '');
  const root = join(images, inner);
  const cacheFolder = join(folder, 'cache');
  const context: DataContext = { folder: root, roots: [root], dataFolders: {}, cacheFolder, allowDownload: false };

  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await rm(cacheFolder, { recursive: true, force: true });
    ours.push(await secondsOf(() => openAndClose('train', context)));
    const { stdout } = await run(python, [resolve('bench/data/decode.py'), join(root, 'train')]);
    theirs.push(Number(stdout.trim().split('\n').at(-1)));
    console.log(
      `decode, round ${round + 1}: 50,000 JPEG files read, decoded and packed in ${ours.at(-1)?.toFixed(1)} s; tf.io.decode_jpeg ${theirs.at(-1)?.toFixed(1)} s (load average ${loadavg()[0]?.toFixed(1)})`,
    );
  }
  const [own, tf] = [median(ours), median(theirs)];
  const again = await secondsOf(() => openAndClose('train', context));
  console.log(
    `decode: ${own.toFixed(1)} s (at most 20), ${(own / tf).toFixed(2)} times tf.io.decode_jpeg (at most 1.2); opened again from the cache in ${again.toFixed(1)} s`,
  );
  await compareWithBatches(context, join(folder, 'batches'));
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function openAndClose(images: string, context: DataContext): Promise<void> {
  const { train, test } = await openImages(images, context);
  await train.close?.();
  await test?.close?.();
}

async function openImages(images: string, context: DataContext): Promise<OpenedSource> {
  const opened = findSource('images')?.open({ uri: '', source: 'images', positional: [images], named: {} }, context);
  if (opened === undefined) throw new Error('there is no source of images');
  return opened;
}

async function compareWithBatches(context: DataContext, batches: string): Promise<void> {
  const set = await openImages('.', context);
  if (set.test === undefined) throw new Error('the archive has no test part');
  await mkdir(batches);
  await writeCifarBatches(set.train, set.test, batches);
  const binary = await findSource('cifar10')?.open(
    { uri: '', source: 'cifar10', positional: [], named: {} },
    { ...context, dataFolders: { cifar10: batches } },
  );
  for (const split of ['train', 'test'] as const) {
    const rows = rowNumbers(set[split]?.length ?? 0);
    for (const part of ['image', 'label']) {
      const [one, other] = [await set[split]?.read(part, rows), await binary?.[split]?.read(part, rows)];
      console.log(
        `${split}, ${part} [${one?.shape.join(', ')}]: the folder and the binary batches made from it are ${isDeepStrictEqual(one, other) ? 'equal' : 'DIFFERENT'}`,
      );
    }
  }
  await set.train.close?.();
  await set.test.close?.();
}
