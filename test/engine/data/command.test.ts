/** `shapewright data`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { dataCommand } from '../../../server/src/cli/data';
import { recordOutput } from '../../helpers/recordedOutput';
import { temporaryFolder } from '../helpers/temporaryFolder';
import { png, writeFiles } from './helpers/makeFiles';

async function run(...argv: readonly string[]) {
  const output = recordOutput();
  const status = await dataCommand.run(argv, output);
  return { status, ...output.text, bytes: output.bytes };
}

const text = 'data pets = images("pets", test=0.5) -> Resizing(4, 4)\n';

async function pets(): Promise<string> {
  const folder = await temporaryFolder();
  const files = Object.fromEntries(
    [1, 2, 3, 4].map((number) => [`pets/${number % 2 === 0 ? 'cat' : 'dog'}/${number}.png`, png(3 + number, 6)]),
  );
  await writeFiles(folder, { ...files, 'm.nn': text });
  return join(folder, 'm.nn');
}

test('list tells every source as JSON', async () => {
  const { status, out } = await run('list', '--json');
  const names = out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly source: string }).source);
  expect(status).toBe(0);
  expect(names).toEqual(
    expect.arrayContaining(['mnist', 'images', 'csv', 'npz', 'npy', 'idx', 'sample', 'shapes.circle']),
  );
});

test('info tells parts behind each step', async () => {
  const { status, out } = await run('info', await pets(), 'pets', '--json');
  const { stages } = JSON.parse(out) as {
    readonly stages: readonly {
      readonly name: string;
      readonly description: { readonly parts: readonly { readonly shape: unknown }[] };
    }[];
  };
  expect(status).toBe(0);
  expect(stages.map(({ name, description }) => [name, description.parts[0]?.shape])).toEqual([
    ['source', [null, 6, 3]],
    ['Resizing', [4, 4, 3]],
  ]);
});

test('verify counts, preview draws a grid with a gap of two', async () => {
  const file = await pets();
  const verified = await run('verify', file, 'pets', '--json');
  expect(JSON.parse(verified.out.trim().split('\n').at(-1) ?? '')).toMatchObject({
    examples: { train: 2, test: 2 },
    classes: [
      { name: 'cat', count: 1 },
      { name: 'dog', count: 1 },
    ],
  });
  const picture = join(file, '..', 'grid.png');
  const { status } = await run('preview', file, 'pets', '-o', picture);
  expect(status).toBe(0);
  expect(decode(await readFile(picture))).toMatchObject({ height: 8, width: 14, channels: 3 });
  expect(await run('preview', file, 'pets', '-o', '-')).toMatchObject({
    status: 0,
    out: '',
    err: expect.stringMatching(/^2 of pets, 14x8\n/),
    bytes: [new Uint8Array(await readFile(picture))],
  });
});

test('what is wrong is told with cause and next step, and the status says so', async () => {
  const file = await pets();
  expect(await run('info', file, 'pet')).toMatchObject({
    status: 1,
    err: expect.stringContaining('Did you mean pets?'),
  });
  expect(await run('preview', file, 'pets')).toMatchObject({
    status: 2,
    err: expect.stringContaining('Say with -o where'),
  });
  expect((await run('burn', file)).status).toBe(2);
});
