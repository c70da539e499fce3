/** CIFAR-10's binary batches beside the image folder that they are made from. `npm run bench -- data` does all 60,000. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rowNumbers } from '../../../server/src/engine/data/examples';
import { findSource } from '../../../server/src/engine/data/sourceRegistry';
import { cifar10 } from '../../../server/src/engine/data/sources/cifar10';
import { readImageFiles } from '../../helpers/imageFiles';
import { contextOf } from '../helpers/openText';
import { temporaryFolder } from '../helpers/temporaryFolder';
import { writeCifarBatches } from './helpers/cifarBatches';
import { writeFiles } from './helpers/makeFiles';

test('a folder of JPEG files and its binary batches give equal tensors', async () => {
  const folder = await temporaryFolder();
  const jpegs = readImageFiles(process.cwd()).filter(({ size }) => String(size) === '32,32,3');
  const classes = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
  for (const [index, name] of classes.entries()) {
    const [first, second] = [jpegs[index]?.bytes, jpegs[(index + 3) % jpegs.length]?.bytes];
    if (first === undefined || second === undefined) throw new Error('the fixture has too few JPEG files');
    await writeFiles(folder, { [`train/${name}/1.jpg`]: first, [`test/${name}/2.jpg`]: second });
  }
  const context = contextOf(folder);
  const images = await findSource('images')?.open({ uri: '', source: 'images', positional: ['.'], named: {} }, context);
  if (images?.test === undefined) throw new Error('the folder has no test part');
  const batches = join(folder, 'batches');
  await mkdir(batches);
  await writeCifarBatches(images.train, images.test, batches);
  const binary = await cifar10.open(
    { uri: '', source: 'cifar10', positional: [], named: {} },
    { ...context, dataFolders: { cifar10: batches } },
  );
  expect(binary.description.parts[1]?.classes).toEqual(classes);
  const pairs = [
    [images.train, binary.train],
    [images.test, binary.test],
  ] as const;
  for (const [one, other] of pairs) {
    for (const part of ['image', 'label'])
      expect(await other?.read(part, rowNumbers(10))).toEqual(await one.read(part, rowNumbers(10)));
  }
});
