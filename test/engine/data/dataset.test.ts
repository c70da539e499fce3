import { describe, expect, test } from 'vitest';
import { packedExamples, rowNumbers } from '../../../server/src/engine/data/examples';
import { splitExamples, type SplitOptions } from '../../../server/src/engine/data/splitExamples';
import { planPipeline } from '../../../server/src/engine/data/planPipeline';
import { CenterCrop } from '../../../server/src/engine/data/steps/CenterCrop';
import { RandomFlip } from '../../../server/src/engine/data/steps/RandomFlip';
import { readTar } from '../../../server/src/engine/data/formats/tar';
import { permutation } from '../../../server/src/engine/training/random';
import type { DataStep } from '../../../server/src/language/model/graph';
import { analyzeText, contextOf } from '../helpers/openText';

const source = (length: number): ReturnType<typeof packedExamples> =>
  packedExamples([{ name: 'x', dtype: 'int32', shape: [], data: rowNumbers(length) }]);

const options: SplitOptions = {
  testShare: undefined,
  ordered: false,
  grouped: false,
  labels: undefined,
  validation: { kind: 'none' },
  limit: undefined,
  seed: 3,
};

async function values(examples: ReturnType<typeof packedExamples> | undefined): Promise<readonly number[] | undefined> {
  return examples && [...(await examples.read('x', rowNumbers(examples.length))).data];
}

describe('splits', () => {
  test('validation takes the last share, as Keras does', async () => {
    const splits = splitExamples(
      { train: source(10), test: undefined },
      { ...options, validation: { kind: 'split', share: 0.25 } },
    );
    expect(await values(splits.train)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await values(splits.validation)).toEqual([7, 8, 9]);
  });

  test('limit counts the examples that train', async () => {
    const splits = splitExamples(
      { train: source(10), test: source(4) },
      { ...options, limit: 3, validation: { kind: 'split', share: 0.2 } },
    );
    expect(await values(splits.train)).toEqual([0, 1, 2]);
    expect(await values(splits.validation)).toEqual([8, 9]);
    expect(splits.test?.length).toBe(4);
  });

  test('a test share is drawn by the seed, or the end where examples follow each other', async () => {
    const drawn = splitExamples({ train: source(100), test: undefined }, { ...options, testShare: 0.2 });
    const [kept, tested] = [await values(drawn.train), await values(drawn.test)];
    expect(tested).toHaveLength(20);
    expect([...(kept ?? []), ...(tested ?? [])].sort((a, b) => a - b)).toEqual([...rowNumbers(100)]);
    expect(tested).not.toEqual([...rowNumbers(20, 80)]);
    const again = splitExamples({ train: source(100), test: undefined }, { ...options, testShare: 0.2 });
    expect(await values(again.test)).toEqual(tested);
    const ordered = splitExamples(
      { train: source(100), test: undefined },
      { ...options, testShare: 0.2, ordered: true },
    );
    expect(await values(ordered.test)).toEqual([...rowNumbers(20, 80)]);
  });

  test('a part without an example, and a test part that is not there, are problems', () => {
    const split = (length: number, change: Partial<SplitOptions>): unknown =>
      splitExamples({ train: source(length), test: undefined }, { ...options, ...change });
    expect(() => split(0, {})).toThrow('training part has no example');
    expect(() => split(1, { validation: { kind: 'split', share: 0.5 } })).toThrow('training part has no example');
    expect(() => split(10, { validation: { kind: 'test' } })).toThrow('no test part');
  });
});

test('a permutation holds every row once, differs by epoch and seed, and is even', () => {
  expect([...permutation(1000, 1, 'shuffle', 0)].sort((a, b) => a - b)).toEqual([...rowNumbers(1000)]);
  expect(permutation(50, 1, 'shuffle', 0)).not.toEqual(permutation(50, 1, 'shuffle', 1));
  expect(permutation(50, 1, 'shuffle', 0)).not.toEqual(permutation(50, 2, 'shuffle', 0));
  expect(permutation(50, -1, 'shuffle', 0)).not.toEqual(permutation(50, 1, 'shuffle', 0));
  const first = new Array<number>(4).fill(0);
  for (let epoch = 0; epoch < 4000; epoch += 1) {
    const row = permutation(4, 5, 'shuffle', epoch)[0] ?? 0;
    first[row] = (first[row] ?? 0) + 1;
  }
  // Four standard deviations of a binomial of 4000 draws at 1/4 are 110.
  for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(110);
});

test('a stratified part has the shares of the classes', async () => {
  const labels = Int32Array.from({ length: 100 }, (_, row) => (row < 80 ? 0 : row < 95 ? 1 : 2));
  const splits = splitExamples({ train: source(100), test: undefined }, { ...options, testShare: 0.2, labels });
  const tested = (await values(splits.test)) ?? [];
  const count = (label: number): number => tested.filter((row) => labels[row] === label).length;
  expect([count(0), count(1), count(2)]).toEqual([16, 3, 1]);
  expect([...((await values(splits.train)) ?? []), ...tested].sort((a, b) => a - b)).toEqual([...rowNumbers(100)]);
});

test('class folders are mixed before the end of the training part validates', async () => {
  const splits = splitExamples(
    { train: source(100), test: undefined },
    { ...options, grouped: true, validation: { kind: 'split', share: 0.2 } },
  );
  expect(await values(splits.validation)).not.toEqual([...rowNumbers(20, 80)]);
  expect((await values(splits.validation))?.some((row) => row < 50)).toBe(true);
});

describe('the pipeline', () => {
  const plan = async (steps: string): Promise<ReturnType<typeof planPipeline>> => {
    const { data } = await analyzeText(`data x = ${steps}`, contextOf('/nowhere'));
    const [only] = data;
    const description = only?.stages[0]?.description;
    if (only?.steps === undefined || description === undefined) throw new Error('the text has an error');
    return planPipeline(only.steps, description);
  };
  const names = (steps: readonly DataStep[] | undefined): readonly string[] | undefined =>
    steps?.map(({ layer }) => layer.name);

  test.each([
    ['mnist', [], [], 'uint8'],
    ['mnist -> Rescaling(1/255)', [], ['Rescaling'], 'uint8'],
    [
      'mnist -> CenterCrop(20, 20) -> Rescaling(1/255) -> Normalization',
      ['CenterCrop'],
      ['Rescaling', 'Normalization'],
      'uint8',
    ],
    ['mnist -> Rescaling(1/255) -> RandomFlip', ['RandomFlip'], ['Rescaling'], 'uint8'],
    ['mnist -> Rescaling(1/255) -> RandomRotation(0.1)', ['Rescaling', 'RandomRotation'], [], 'float32'],
    ['mnist -> Resizing(10, 10) -> Rescaling(1/255)', ['Resizing'], ['Rescaling'], 'float32'],
  ])('%s: %j before the feed, %j in the program, fed as %s', async (text, pipeline, prelude, type) => {
    const planned = await plan(text);
    expect(names(planned.parts.get('image')?.pipeline)).toEqual(pipeline);
    expect(names(planned.parts.get('image')?.prelude)).toEqual(prelude);
    expect(planned.parts.get('label')).toEqual({ pipeline: [], prelude: [] });
    expect(planned.fed.parts[0]?.type).toBe(type);
  });

  test('a step that neither side can do is a problem', async () => {
    await expect(plan('mnist -> Dense(3)')).rejects.toMatchObject({ code: 'data/step' });
  });

  const use = { random: () => 0, training: true, isMask: false };
  const picture = {
    dtype: 'uint8',
    height: 3,
    width: 4,
    channels: 2,
    data: Uint8Array.from({ length: 24 }, (_, index) => index),
  } as const;

  test('CenterCrop rounds its start down', () => {
    expect(CenterCrop.apply(picture, { height: 2, width: 2 }, use)).toEqual({
      dtype: 'uint8',
      height: 2,
      width: 2,
      channels: 2,
      data: Uint8Array.of(2, 3, 4, 5, 10, 11, 12, 13),
    });
  });

  test('RandomFlip turns over by the draw', () => {
    const square = { dtype: 'uint8', height: 2, width: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4) } as const;
    const flip = (mode: string, draw: number): readonly number[] => [
      ...RandomFlip.apply(square, { mode }, { ...use, random: () => draw }).data,
    ];
    expect(flip('horizontal', 0)).toEqual([1, 2, 3, 4]);
    expect(flip('horizontal', 1)).toEqual([2, 1, 4, 3]);
    expect(flip('vertical', 1)).toEqual([3, 4, 1, 2]);
    expect(flip('horizontal_and_vertical', 1)).toEqual([4, 3, 2, 1]);
  });
});

describe('a tar archive', () => {
  function entry(name: string, content: string, type = '0'): Uint8Array {
    const bytes = new Uint8Array(512 + Math.ceil(content.length / 512) * 512);
    const write = (text: string, at: number): void => bytes.set(new TextEncoder().encode(text), at);
    write(name, 0);
    write(content.length.toString(8).padStart(11, '0'), 124);
    write(type, 156);
    write('        ', 148);
    const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    write(content, 512);
    return bytes;
  }
  async function* chunks(parts: readonly Uint8Array[], size: number): AsyncGenerator<Uint8Array> {
    const whole = new Uint8Array(Buffer.concat(parts));
    for (let start = 0; start < whole.length; start += size) yield whole.subarray(start, start + size);
  }
  const end = new Uint8Array(1024);
  const archive = [
    entry('a/one', 'hello'),
    entry('a/skip', 'x'.repeat(700)),
    entry('a/link', '', '2'),
    entry('a/two', 'y'.repeat(600)),
    end,
  ];
  const read = (parts: readonly Uint8Array[], budget = 10_000): ReturnType<typeof readTar> =>
    readTar(chunks(parts, 333), 'set.tar', { wants: (name) => name !== 'a/skip', budget });

  test('gives the wanted files', async () => {
    const files = await read(archive);
    expect([...files.keys()]).toEqual(['a/one', 'a/two']);
    expect(new TextDecoder().decode(files.get('a/one'))).toBe('hello');
    expect(files.get('a/two')).toHaveLength(600);
  });

  test('is refused where it is cut, damaged, or over its budget', async () => {
    await expect(read(archive.slice(0, 4))).rejects.toMatchObject({ code: 'data/truncated' });
    const damaged = archive.map((part) => part.slice());
    damaged[0]?.fill(65, 3, 9);
    await expect(read(damaged)).rejects.toMatchObject({
      code: 'data/damaged',
      message: expect.stringContaining('offset 0'),
    });
    await expect(read(archive, 500)).rejects.toMatchObject({ code: 'data/too-large' });
  });
});
