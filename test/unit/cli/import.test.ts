import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { importCommand } from '../../../server/src/cli/import';
import { summaryCommand } from '../../../server/src/cli/summary';
import { recordOutput } from '../../helpers/recordedOutput';

const archive = join(import.meta.dirname, '../../oracle/fixtures/small.keras');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapewright-test-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function imported(...argv: readonly string[]) {
  const output = recordOutput();
  const status = await importCommand.run(argv, output);
  return { status, ...output.text };
}

async function written(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

it('brings an archive over with its weights, which the model beside them takes', async () => {
  await copyFile(archive, join(folder, 'small.keras'));
  const out = join(folder, 'small.nn');
  const weights = join(folder, 'small.safetensors');
  const { status, out: told, err } = await imported(join(folder, 'small.keras'), '-o', out, '--json');
  expect([status, err]).toEqual([0, '']);
  expect(JSON.parse(told)).toMatchObject({ model: 'Small', files: [out, weights], notes: [] });
  expect(await readFile(out, 'utf8')).toContain('weights: "small.safetensors"');
  const summary = recordOutput();
  expect(await summaryCommand.run([out, '--json'], summary)).toBe(0);
  expect(summary.text.out).toContain('"Small"');
});

it('writes to the standard output, as without -o, and says that weights have no place there', async () => {
  const { status, out, err } = await imported(archive, '-o', '-');
  expect(status).toBe(0);
  expect(out).toMatch(/^# Imported from small\.keras\n[^]*model Small {/);
  expect(out).not.toContain('weights:');
  expect(err).toMatch(/^The \d+ weights of Small were not written: with -o FILE they go beside it\.\n$/);
  expect(await imported(archive)).toEqual({ status, out, err });
  const json = await imported(archive, '-o', '-', '--json');
  expect([json.status, JSON.parse(json.out)]).toMatchObject([2, { error: { code: 'cli/usage' } }]);
});

it('leaves the strides of a pooling out where they are its size', async () => {
  const code = await written(
    'pools.py',
    'from keras import Sequential, layers\nm = Sequential([\n  layers.Input((64, 64, 1)),\n  layers.MaxPooling2D((2, 2), strides=2),\n  layers.AveragePooling2D(3, strides=(3, 3)),\n  layers.MaxPooling2D(3, strides=2),\n  layers.AveragePooling2D((2, 1))])\n',
  );
  const { out } = await imported(code);
  expect(out).toMatch(/-> MaxPool2D -> AvgPool2D\(3\) -> MaxPool2D\(3, strides=2\) -> AvgPool2D\(2x1\)\n/);
});

it('lists what cannot be expressed with its place, in the text and on the terminal, and goes on', async () => {
  const code = await written(
    'odd.py',
    'from keras import Sequential, layers\nm = Sequential([\n  layers.Input((6, 2)),\n  layers.LSTM(3),\n  layers.Dense(4)])\n',
  );
  const { status, out, err } = await imported(code);
  expect(status).toBe(0);
  expect(err).toBe('odd.py, line 4 (lstm): the layer LSTM is not in the language\n');
  expect(out).toContain('#   the layer LSTM is not in the language: odd.py, line 4 (lstm)');
  expect(out).toContain('-> Dense(4)');
});

it('takes the ends of a model as Keras 3 writes them: one, a list of lists, or a map', async () => {
  const layer = (name: string, className: string, config: object, from: readonly string[]) => ({
    name,
    class_name: className,
    config: { name, ...config },
    inbound_nodes: from.map((source) => ({
      args: [{ class_name: '__keras_tensor__', config: { keras_history: [source, 0, 0] } }],
      kwargs: {},
    })),
  });
  const layers = [
    layer('a', 'InputLayer', { batch_shape: [null, 4] }, []),
    layer('b', 'InputLayer', { batch_shape: [null, 5] }, []),
    layer('left', 'Dense', { units: 2 }, ['a']),
    layer('right', 'Dense', { units: 3 }, ['b']),
  ];
  const [a, b, left, right] = ['a', 'b', 'left', 'right'].map((name) => [name, 0, 0]);
  const ends: readonly (readonly [object, object])[] = [
    [
      { first: a, second: b },
      { one: left, other: right },
    ],
    [[[a], [b]], [[left, [right]]]],
    [{ first: [a], both: { second: b } }, [left, { other: right }]],
  ];
  const texts = await Promise.all(
    ends.map(async ([input_layers, output_layers], index) => {
      const model = { class_name: 'Functional', config: { name: 'two', layers, input_layers, output_layers } };
      return imported(await written(`${index}.json`, JSON.stringify(model)));
    }),
  );
  for (const [index, names] of ['one|other', 'left|right', 'left|other'].entries()) {
    const { status, out, err } = texts[index] ?? { status: 1, out: '', err: '' };
    expect([status, err]).toEqual([0, '']);
    // A map names its outputs; others are called as their layers.
    const [first, second] = names.split('|');
    expect(out).toMatch(
      new RegExp(`output ${first} += input 4 -> Dense\\(2.*\\n.*output ${second} += input 5 -> Dense\\(3`),
    );
  }
});

it('gives a reason and status 1 where there is no model, and writes nothing', async () => {
  const out = join(folder, 'out.nn');
  for (const [name, text, message] of [
    ['a.json', '{"class_name": ', /^a\.json: it is no JSON/],
    ['a.py', 'print("hello")\n', /^a\.py: there is no Sequential/],
    ['a.keras', 'PK\u0003\u0004 cut off', /^a\.keras: /],
  ] as const) {
    const { status, err } = await imported(await written(name, text), '-o', out);
    expect(status).toBe(1);
    expect(err).toMatch(message);
  }
  const json = await imported(await written('b.py', 'print("hello")\n'), '--json');
  expect([json.status, json.err]).toEqual([1, '']);
  expect(JSON.parse(json.out)).toMatchObject({
    error: { code: 'import/model', message: expect.stringMatching(/^b\.py: there is no Sequential/) as string },
  });
  const missing = await imported(join(folder, 'missing.keras'), '-o', out);
  expect([missing.status, missing.err.includes('missing.keras')]).toEqual([1, true]);
  expect(await readdir(folder)).not.toContain('out.nn');
});
