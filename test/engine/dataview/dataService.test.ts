import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDataService } from '../../../server/src/engine/dataview/dataService';
import type { DataAnswer, DataQuestion } from '../../../server/src/protocol/dataMessages';
import { dataSubject } from '../../helpers/panel/dataScene';
import { makeTemporaryFolder } from '../helpers/makeTemporaryFolder';

const service = createDataService();
let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  const made = await makeTemporaryFolder();
  folder = made.folder;
  remove = made.remove;
  // Eight grey and eight bright squares, of two sizes.
  for (const [place, name] of ['dark', 'light'].entries()) {
    await mkdir(join(folder, 'squares', name), { recursive: true });
    for (let image = 0; image < 8; image += 1) {
      const side = 6 + (image % 2);
      const data = new Uint8Array(side * side * 3).fill(60 + 100 * place + image);
      const bytes = encode({ width: side, height: side, channels: 3, data });
      await writeFile(join(folder, 'squares', name, `${image}.png`), bytes);
    }
  }
  await writeFile(join(folder, 'homes.csv'), 'rooms,price,town\n3,100,Ulm\n,200,Bonn\n5,,Ulm\n4,300,Kiel\n');
  await writeFile(join(folder, 'line.csv'), `value\n${Array.from({ length: 20 }, (_, row) => row).join('\n')}\n`);
});

afterAll(() => remove());

function ask<Question extends DataQuestion>(
  source: string,
  question: Question,
): Promise<Extract<DataAnswer, { kind: Question['kind'] }>> {
  const subject = dataSubject({ file: join(folder, 'model.nn'), data: 'd', source });
  return service.ask(subject, question, {}) as Promise<Extract<DataAnswer, { kind: Question['kind'] }>>;
}

const pictures = {
  kind: 'pictures',
  split: 'train',
  part: 'image',
  examples: [
    { index: 0, draw: 0 },
    { index: 1, draw: 0 },
  ],
  steps: [],
  training: false,
} as const;

describe('questions about data', () => {
  test('an overview tells the stages, and the parts that a train block sets apart', async () => {
    const source =
      'data d = images("squares", test=0.25, seed=1) -> Resizing(4, 4) -> Rescaling(1/255)\n' +
      'model M {\n  input d -> Flatten -> Dense(2, activation=softmax)\n}\n' +
      'train M on d {\n  loss: sparse_categorical_crossentropy\n  validation_split: 0.25\n}\n';
    expect(await ask(source, { kind: 'overview' })).toMatchObject({
      source: 'images',
      stages: [
        { text: 'images("squares", test=0.25, seed=1)', kind: 'source' },
        { text: 'Resizing(4, 4)', kind: 'step' },
        { text: 'Rescaling(1/255)', kind: 'step', parts: [{ range: [0, 1], shape: [4, 4, 3] }, {}] },
      ],
      validation: 'split',
      examples: { train: 9, validation: 3, test: 4 },
    });
    const classes = await ask(source, { kind: 'classes', split: 'test' });
    expect(classes.examples).toEqual({ train: 9, validation: 3, test: 4 });
    expect([...classes.counts]).toEqual([2, 2]);
  });

  test('pictures come in their own sizes, and behind the steps that are asked for', async () => {
    const source = 'data d = images("squares") -> Resizing(4, 4) -> Rescaling(1/255)\n';
    const raw = await ask(source, pictures);
    expect([...raw.real].every((side) => side === 6 || side === 7)).toBe(true);
    expect(Math.floor((raw.pixels[0] ?? 0) / 100)).toBe(raw.labels[0]);
    const small = await ask(source, { ...pictures, steps: [0, 1] });
    expect([...small.sizes]).toEqual([4, 4, 4, 4]);
    expect(small.high).toBeCloseTo(Math.max(...raw.pixels) / 255, 5);
    // The screen shows the same brightness.
    expect(small.pixels[0]).toBe(raw.pixels[0]);
  });

  test('a draw is the same for the same number, and another for another', async () => {
    const source = 'data d = images("squares") -> Resizing(8, 8) -> RandomBrightness(0.5)\n';
    const drawn = (draw: number) =>
      ask(source, { ...pictures, examples: [{ index: 3, draw }], steps: [0, 1], training: true });
    expect((await drawn(1)).pixels).toEqual((await drawn(1)).pixels);
    expect((await drawn(1)).pixels).not.toEqual((await drawn(2)).pixels);
    const still = await ask(source, { ...pictures, examples: [{ index: 3, draw: 1 }], steps: [0, 1] });
    expect(still.pixels).toEqual(
      (await ask(source, { ...pictures, examples: [{ index: 3, draw: 2 }], steps: [0] })).pixels,
    );
  });

  test('normalization is adapted to a sample of the training part', async () => {
    const source = 'data d = images("squares") -> Resizing(4, 4) -> Normalization\n';
    const all = Array.from({ length: 16 }, (_, index) => ({ index, draw: 0 }));
    const answer = await ask(source, { ...pictures, examples: all, steps: [0, 1] });
    expect(answer.adapted).toBe(16);
    // Two groups of squares about their mean.
    expect(answer.low).toBeGreaterThan(-1.2);
    expect(answer.high).toBeLessThan(1.2);
  });

  test('a table tells its gaps before anything fills them', async () => {
    const { rows, columns } = await ask('data d = csv("homes.csv", gaps=zero, columns=[rooms])\n', { kind: 'columns' });
    expect(rows).toBe(4);
    expect(columns).toEqual([
      { name: 'rooms', type: 'number', shape: [], gaps: 1, low: 3, mean: 4, high: 5, first: ['3', '', '5', '4'] },
      {
        name: 'price',
        type: 'number',
        shape: [],
        gaps: 1,
        low: 100,
        mean: 200,
        high: 300,
        first: ['100', '200', '', '300'],
      },
      { name: 'town', type: 'text', shape: [], gaps: 0, first: expect.any(Array) },
    ]);
  });

  test('a series tells its windows and where its training part ends', async () => {
    const source = 'data d = csv("line.csv", column=value, test=0.25) -> Rescaling(2) -> Window(4, horizon=2)\n';
    const series = { kind: 'series', split: 'train', index: 0 } as const;
    const answer = await ask(source, { ...series, steps: true });
    expect(answer).toMatchObject({
      columns: ['value'],
      rows: 20,
      trained: 15,
      window: { length: 4, horizon: 2, stride: 1 },
    });
    expect(answer.values[19]).toBe(38);
    expect((await ask(source, { ...series, steps: false })).values[19]).toBe(19);
    const { examples } = await ask(source, { kind: 'classes', split: 'train' });
    expect(examples).toEqual({ train: 10, validation: 0, test: 4 });
  });

  test.each([
    ['data d = images("nowhere")\n', 'overview', /nowhere/],
    ['data e = mnist\n', 'overview', /declares no data "d"/],
    ['data d = images("squares")\n', 'series', /hold no series/],
  ] as const)('%s fails with its cause', async (source, kind, message) => {
    const question: DataQuestion = kind === 'series' ? { kind, split: 'train', index: 0, steps: true } : { kind };
    await expect(ask(source, question)).rejects.toMatchObject({
      message: expect.stringMatching(message) as string,
      reason: expect.stringMatching(/./) as string,
      nextStep: expect.stringMatching(/./) as string,
    });
  });

  test('an example that is not there is told', async () => {
    const examples = [{ index: 16, draw: 0 }];
    await expect(ask('data d = images("squares")\n', { ...pictures, examples })).rejects.toThrow('no train example 16');
  });
});
