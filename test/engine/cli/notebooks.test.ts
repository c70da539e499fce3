/** The notebooks' figures that need no training, by the commands of the list, and the page made of the list. */
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registry } from '../../../server/src/cli/registry';
import { recordOutput } from '../../helpers/recordedOutput';
import { judge } from '../../notebooks/judge';
import { isTraining, notebooks } from '../../notebooks/notebooks';
import { notebooksPage } from '../../notebooks/notebooksPage';

const root = process.cwd();
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapewright-notebooks-'));
  await cp(join(root, 'samples'), join(folder, 'samples'), { recursive: true });
  process.chdir(folder);
});

afterAll(async () => {
  process.chdir(root);
  await rm(folder, { recursive: true });
});

const figures = notebooks
  .flatMap(({ rows }) => rows.flatMap((row) => row.figures ?? []))
  .filter((figure) => !isTraining(figure));

test('there is a list of more than fifty', () => expect(figures.length).toBeGreaterThan(50));

test.each(figures)('$what: $printed', async (figure) => {
  const [name, ...argv] = figure.command;
  const command = await registry.find((entry) => entry.name === name)?.load();
  const output = recordOutput();
  expect(await command?.run([...argv, '--json'], output)).toBe(0);
  expect(judge(figure, output.text.out)).toMatchObject({ holds: true });
});

test('docs/notebooks.md is what npm run notebooks -- --page would write, and every guide is there', async () => {
  const file = join(root, 'docs/notebooks.md');
  const page = await format(notebooksPage(), { ...(await resolveConfig(file)), filepath: file });
  expect(await readFile(file, 'utf8')).toBe(page);
  expect((await readdir(join(root, 'docs/guides'))).sort()).toEqual(notebooks.map(({ guide }) => `${guide}.md`));
});
