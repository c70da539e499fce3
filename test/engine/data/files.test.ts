/** Data from files: what is known of them beforehand, and what is read. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OpenedDataset } from '../../../server/src/engine/data/openDataset';
import { rowNumbers } from '../../../server/src/engine/data/examples';
import { analyzeText, contextOf, openText } from '../helpers/openText';
import { temporaryFolder } from '../helpers/temporaryFolder';
import { greyPng, idx, jpeg, npy, npz, png, writeFiles, type FileContent } from './helpers/makeFiles';

const still = { training: false, seed: [0, 0] } as const;

async function folderWith(files: { readonly [name: string]: FileContent }): Promise<string> {
  const folder = await temporaryFolder();
  await writeFiles(folder, files);
  return folder;
}

async function values(
  dataset: OpenedDataset,
  part: string,
  split: 'train' | 'test' = 'train',
): Promise<readonly number[]> {
  const examples = dataset[split];
  if (examples === undefined) throw new Error(`there is no ${split} part`);
  return [...((await examples.batch(rowNumbers(examples.length), [part], still)).get(part)?.data ?? [])];
}

describe('csv', () => {
  const trends =
    'Category: All categories\n\nWeek,machine learning: (Worldwide)\n2015-01-25,10\n2015-02-01,<1\n2015-02-08,12\n';

  test('takes a Google Trends export as it comes', async () => {
    const folder = await folderWith({ 'trends.csv': trends });
    const dataset = await openText('data trends = csv("trends.csv", column="machine learning")', contextOf(folder));
    expect(dataset.description.parts).toEqual([
      { name: 'machine learning', shape: [3, 1], type: 'float32', range: [0.5, 12], classes: undefined },
    ]);
    expect(await values(dataset, 'machine learning')).toEqual([10, 0.5, 12]);
  });

  test.each([
    ['interpolate', [1, 1, 2, 3, 3]],
    ['zero', [0, 1, 0, 3, 0]],
    ['drop', [1, 3]],
  ])('gaps=%s', async (gaps, expected) => {
    const folder = await folderWith({ 's.csv': 'a,b\n1,\n2,1\n3,\n4,3\n5,NaN\n' });
    expect(
      await values(await openText(`data s = csv("s.csv", column=b, gaps=${gaps})`, contextOf(folder)), 'b'),
    ).toEqual(expected);
  });

  test('a gap is an error with its line', async () => {
    const folder = await folderWith({ 's.csv': 'a,b\n1,2\n2,\n' });
    const { diagnostics } = await analyzeText('data s = csv("s.csv", column=b)', contextOf(folder));
    expect(diagnostics[0]).toMatchObject({ code: 'data/gap', message: expect.stringContaining('line 3') });
  });

  test('windows: the training part alone gives mean and variance, no target of the test part is seen', async () => {
    const rows = Array.from({ length: 20 }, (_, row) => `${row},${row < 16 ? row : 1000}`);
    const folder = await folderWith({ 's.csv': `t,v\n${rows.join('\n')}\n` });
    const dataset = await openText(
      'data s = csv("s.csv", column=v, test=0.2) -> Normalization -> Window(4, horizon=2)',
      contextOf(folder),
    );
    const deviation = Math.sqrt((16 ** 2 - 1) / 12);
    const first = await values(dataset, 'v');
    expect(dataset.train.length).toBe(11);
    first.slice(0, 4).forEach((value, row) => expect(value).toBeCloseTo((row - 7.5) / deviation, 5));
    const foreseen = await values(dataset, 'horizon');
    expect(foreseen.slice(-1)[0]).toBeCloseTo((15 - 7.5) / deviation, 5);
    expect(dataset.test?.length).toBe(3);
    expect((await values(dataset, 'horizon', 'test')).every((value) => value > 100)).toBe(true);
  });

  test.each([
    ['test=0.2', 'Window(4, horizon=2)'],
    ['test=0.3', 'Window(5, horizon=3, stride=2)'],
    ['test=0.25', 'Window(3)'],
    ['gaps=drop', 'Window(7, horizon=1, stride=3)'],
    ['test=0.05', 'Window(4, horizon=4, stride=5)'],
  ])('the windows are counted before anything is read: %s, %s', async (args, window) => {
    const rows = Array.from({ length: 41 }, (_, row) => `${row},${row * row}`);
    const folder = await folderWith({ 's.csv': `t,v\n${rows.join('\n')}\n` });
    const text = `data s = csv("s.csv", column=v, ${args}) -> ${window}`;
    const { data } = await analyzeText(text, contextOf(folder));
    const opened = await openText(text, contextOf(folder));
    expect(data[0]?.description?.examples).toEqual({ train: opened.train.length, test: opened.test?.length ?? 0 });
  });

  test('a window longer than its series is told at its place', async () => {
    const folder = await folderWith({ 's.csv': 't,v\n1,1\n2,2\n3,3\n4,4\n' });
    const text = 'data s = csv("s.csv", column=v) -> Window(4, horizon=1)';
    const { diagnostics } = await analyzeText(text, contextOf(folder));
    expect(diagnostics).toMatchObject([
      { code: 'nn/shape', message: '5 values a window are more than the 4 of the series' },
    ]);
    expect(text.slice(diagnostics[0]?.span.start, diagnostics[0]?.span.end)).toBe('Window(4, horizon=1)');
  });

  test.each([
    ['sparse_categorical_crossentropy', 'sparse_categorical_crossentropy needs a class; horizon is numbers'],
    ['binary_crossentropy', 'binary_crossentropy needs values from 0 to 1; horizon goes from 10 to 40'],
    ['mse', undefined],
  ])('%s for numbers to foresee', async (loss, message) => {
    const folder = await folderWith({ 's.csv': 't,v\n1,10\n2,20\n3,30\n4,40\n' });
    const text = `data s = csv("s.csv", column=v) -> Window(2, horizon=1)
model M { input s -> Flatten -> Dense(1) }
train M on s { loss: ${loss} }`;
    const [problem] = (await analyzeText(text, contextOf(folder))).diagnostics;
    expect(problem?.message).toBe(message);
    expect(problem?.fixes[0]?.title).toBe(message && 'use mse');
  });

  test('a table: numbers, classes, images and texts', async () => {
    const folder = await folderWith({
      'homes.csv': 'photo;rooms;city;kind\na.png;3;Bern;house\nsub/b.png;4;Basel;flat\na.png;5;Bern;house\n',
      'a.png': png(4, 5),
      'sub/b.png': png(4, 5, 3, 7),
    });
    const dataset = await openText('data homes = csv("homes.csv", images=[photo], label=kind)', contextOf(folder));
    expect(dataset.description.parts.map(({ name, type, shape, classes }) => ({ name, type, shape, classes }))).toEqual(
      [
        { name: 'photo', type: 'uint8', shape: [4, 5, 3], classes: undefined },
        { name: 'rooms', type: 'float32', shape: [], classes: undefined },
        { name: 'city', type: 'text', shape: [], classes: undefined },
        { name: 'kind', type: 'class', shape: [], classes: ['flat', 'house'] },
      ],
    );
    expect(await values(dataset, 'kind')).toEqual([1, 0, 1]);
    expect(await values(dataset, 'rooms')).toEqual([3, 4, 5]);
    expect((await values(dataset, 'photo')).slice(60, 63)).toEqual([7, 8, 9]);
  });

  test.each([
    ['csv("homs.csv")', 'data/missing', '"homs.csv"', 'change to homes.csv'],
    ['csv("homes.csv", label=knd)', 'data/column', 'knd', 'change to kind'],
    ['csv("homes.csv", column=kind)', 'data/number', 'kind', undefined],
    ['csv("../secret.csv")', 'data/outside', '"../secret.csv"', undefined],
    ['images("nothing")', 'data/missing', '"nothing"', undefined],
  ])('%s is told at its place', async (source, code, place, fix) => {
    const folder = await folderWith({ 'homes.csv': 'rooms,kind\n3,house\n4,flat\n' });
    const text = `data homes = ${source}`;
    const { diagnostics } = await analyzeText(text, contextOf(folder));
    const [problem] = diagnostics;
    expect(diagnostics).toHaveLength(1);
    expect(problem).toMatchObject({ code, severity: 'error' });
    expect(text.slice(problem?.span.start, problem?.span.end)).toBe(place);
    expect(problem?.fixes[0]?.title).toBe(fix);
  });
});

describe('images', () => {
  const classes = {
    'pets/cat/1.png': png(6, 8),
    'pets/cat/2.png': png(6, 8, 3, 1),
    'pets/dog/1.png': png(6, 8, 1),
    'pets/dog/notes.txt': 'no image',
  };

  test('a folder a class; grey among colour becomes colour', async () => {
    const dataset = await openText('data pets = images("pets")', contextOf(await folderWith(classes)));
    expect(dataset.description).toEqual({
      parts: [
        { name: 'image', shape: [6, 8, 3], type: 'uint8', range: [0, 255], classes: undefined },
        { name: 'label', shape: [], type: 'class', range: [0, 1], classes: ['cat', 'dog'] },
      ],
      target: 'label',
      examples: { train: 3, test: 0 },
    });
    expect([...(await values(dataset, 'label'))].sort()).toEqual([0, 0, 1]);
  });

  test('train and test folders are the parts', async () => {
    const folder = await folderWith({
      'set/train/a/1.png': png(4, 4),
      'set/train/b/1.png': png(4, 4),
      'set/test/b/2.png': png(4, 4),
    });
    const dataset = await openText('data set = images("set")', contextOf(folder));
    expect(dataset.description.examples).toEqual({ train: 2, test: 1 });
    expect(await values(dataset, 'label', 'test')).toEqual([1]);
  });

  test('labels from a table', async () => {
    const folder = await folderWith({
      'i/a.png': png(4, 4),
      'i/b.png': png(4, 4),
      'labels.csv': 'file,label\nb.png,7\na,5\n',
    });
    const dataset = await openText('data set = images("i", labels="labels.csv")', contextOf(folder));
    expect(dataset.description.parts[1]?.classes).toEqual(['5', '7']);
    expect(await values(dataset, 'label')).toEqual([0, 1]);
  });

  test('images of many sizes are read behind Resizing; without it the sizes are unknown', async () => {
    const folder = await folderWith({ 'i/a/1.png': png(4, 6), 'i/b/2.jpg': jpeg() });
    const analysis = await analyzeText('data set = images("i")', contextOf(folder));
    expect(analysis.data[0]?.description?.parts[0]?.shape).toEqual([null, null, 3]);
    const dataset = await openText('data set = images("i") -> Resizing(10, 12) -> Rescaling(1/255)', contextOf(folder));
    const image = (await dataset.train.batch(rowNumbers(2), ['image'], still)).get('image');
    expect(image).toMatchObject({ dtype: 'float32', shape: [2, 10, 12, 3] });
  });

  test('a mask moves with its image', async () => {
    const grey = Array.from({ length: 16 }, (_, place) => place * 10);
    const folder = await folderWith({
      'c/i/1.png': greyPng(4, 4, grey),
      'c/m/1.png': greyPng(
        4,
        4,
        grey.map((_, place) => (place % 4 < 2 ? 0 : 255)),
      ),
    });
    const dataset = await openText(
      'data cells = images("c/i", masks="c/m", classes=2) -> RandomFlip(horizontal) -> RandomRotation(0.5) -> Resizing(4, 4, interpolation=nearest)',
      contextOf(folder),
    );
    expect(dataset.fed.parts[1]).toMatchObject({ name: 'mask', type: 'class', shape: [4, 4], classes: ['0', '1'] });
    const flipped = await openText(
      'data cells = images("c/i", masks="c/m", classes=2) -> RandomFlip(horizontal)',
      contextOf(folder),
    );
    const seen = new Set<string>();
    for (let seed = 0; seed < 16; seed += 1) {
      const batch = await flipped.train.batch(rowNumbers(1), ['image', 'mask'], { training: true, seed: [seed, 0] });
      const first = batch.get('image')?.data[0];
      expect(first === 0 ? 0 : 1).toBe(batch.get('mask')?.data[0]);
      seen.add(String(first));
    }
    expect(seen.size).toBe(2);
    expect((await values(dataset, 'mask')).every((value) => value === 0 || value === 1)).toBe(true);
  });

  test('the second opening reads the packed set, a changed file is decoded again', async () => {
    const folder = await folderWith(classes);
    const context = contextOf(folder);
    const first = await openText('data pets = images("pets")', context);
    const again = await openText('data pets = images("pets")', context);
    expect(await values(again, 'image')).toEqual(await values(first, 'image'));
    expect(again.hash).toBe(first.hash);
    await writeFile(join(folder, 'pets/cat/1.png'), png(6, 8, 3, 99));
    const changed = await openText('data pets = images("pets")', context);
    expect(changed.hash).not.toBe(first.hash);
  });

  test('PNG of every kind gives what it shows', async () => {
    const folder = await folderWith({ 'i/1.png': png(3, 3, 4), 'i/2.png': png(3, 3, 2) });
    const dataset = await openText('data set = images("i")', contextOf(folder));
    const pixels = await values(dataset, 'image');
    expect(pixels.slice(0, 6)).toEqual([0, 1, 2, 4, 5, 6]);
    expect(pixels.slice(27, 33)).toEqual([0, 0, 0, 2, 2, 2]);
  });
});

describe('arrays', () => {
  test('npz: x and y, train and test', async () => {
    const labels = (...numbers: readonly number[]): Uint8Array =>
      npy('<i8', [numbers.length], new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer));
    const folder = await folderWith({
      'set.npz': npz({
        x_train: npy(
          '|u1',
          [3, 2, 2],
          Uint8Array.from({ length: 12 }, (_, place) => place),
        ),
        y_train: labels(0, 2, 1),
        x_test: npy('|u1', [1, 2, 2], Uint8Array.of(9, 8, 7, 6)),
        y_test: labels(2),
      }),
    });
    const dataset = await openText('data set = npz("set.npz") -> Rescaling(1/255)', contextOf(folder));
    expect(dataset.description).toMatchObject({ target: 'y', examples: { train: 3, test: 1 } });
    expect(dataset.fed.parts.map(({ name, shape, type }) => [name, shape, type])).toEqual([
      ['x', [2, 2, 1], 'uint8'],
      ['y', [], 'class'],
    ]);
    expect(await values(dataset, 'x', 'test')).toEqual([9, 8, 7, 6]);
    expect(await values(dataset, 'y')).toEqual([0, 2, 1]);
  });

  test('npy: column order and big-endian numbers', async () => {
    const folder = await folderWith({
      'a.npy': npy(
        '>f4',
        [2, 2],
        Uint8Array.of(0x3f, 0x80, 0, 0, 0x40, 0, 0, 0, 0x40, 0x40, 0, 0, 0x40, 0x80, 0, 0),
        'True',
      ),
    });
    expect(await values(await openText('data a = npy("a.npy")', contextOf(folder)), 'values')).toEqual([1, 3, 2, 4]);
  });

  test('idx: images and labels', async () => {
    const folder = await folderWith({ images: idx([2, 1, 2], [1, 2, 3, 4]), labels: idx([2], [1, 0]) });
    const dataset = await openText('data a = idx("images", labels="labels")', contextOf(folder));
    expect(dataset.description.parts.map(({ name, shape, classes }) => [name, shape, classes])).toEqual([
      ['image', [1, 2, 1], undefined],
      ['label', [], ['0', '1']],
    ]);
    expect(await values(dataset, 'image')).toEqual([1, 2, 3, 4]);
  });

  test('OneHot gives rows', async () => {
    const folder = await folderWith({ images: idx([2, 1, 2], [1, 2, 3, 4]), labels: idx([2], [1, 0]) });
    const dataset = await openText('data a = idx("images", labels="labels") -> OneHot', contextOf(folder));
    expect(await values(dataset, 'label')).toEqual([0, 1, 1, 0]);
  });
});

test('shapes.circle is the outline of the first notebook', async () => {
  const dataset = await openText('data disc = shapes.circle(size=64, shrink=3)', contextOf('/nowhere'));
  const pixels = await values(dataset, 'image');
  const row = (index: number): readonly number[] => pixels.slice(index * 64, (index + 1) * 64);
  expect(row(2).every((value) => value === 0)).toBe(true);
  expect(row(3).indexOf(1)).toBeGreaterThan(20);
  expect(row(31).flatMap((value, column) => (value === 1 ? [column] : []))).toEqual([3, 60]);
  expect(row(3)).toEqual(row(60));
});

test('an unadapted Normalization before a step that mixes values takes its numbers from the training part', async () => {
  const folder = await folderWith({
    'i/a/1.png': greyPng(2, 2, [0, 10, 20, 30]),
    'i/b/2.png': greyPng(2, 2, [40, 50, 60, 70]),
  });
  const dataset = await openText('data set = images("i") -> Normalization -> RandomRotation(0.1)', contextOf(folder));
  expect(dataset.adapted.get('image')?.[0]?.args).toMatchObject({ mean: [35], variance: [525] });
  const pixels = await values(dataset, 'image');
  expect(pixels.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 4);
});

test('a link out of the workspace is refused', async () => {
  const folder = await folderWith({ 'work/i/a.png': png(2, 2), 'outside/b.png': png(2, 2) });
  const { symlink } = await import('node:fs/promises');
  await symlink(join(folder, 'outside/b.png'), join(folder, 'work/i/b.png'));
  await mkdir(join(folder, 'cache'));
  const { diagnostics } = await analyzeText(
    'data set = images("i")',
    contextOf(join(folder, 'work'), join(folder, 'cache')),
  );
  expect(diagnostics[0]).toMatchObject({ code: 'data/outside' });
});
