/**
 * Trains the same network on the same made-up data with our two engines, tfjs-layers on tfjs-node, and Keras 3 on
 * TensorFlow with and without jit, by turns: each is in one long fit all the time and trains a few seconds a round.
 */
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findInstallation } from '../../server/src/engine/native/provision/installation';
import type { EngineRequest } from '../../server/src/protocol/engineMessages';
import { startContestant, type Contestant, type ContestantSpec } from './contestant';
import { trainingFlops } from './flops';
import { writeMadeUpData } from './madeUpData';
import { models, readModel, type BenchModel } from './models';
import { median, ratioLine, speedLine, type Series } from './report';
import { toolsPython } from '../toolsPython';

const usage = `npm run bench -- training [--model ${models.map(({ name }) => name).join('|')}] [--rounds 5] [--seconds 4] [--quick]
  [--without wasm,tfjs,keras-jit,keras]   leave some out
  --quick: two rounds of a second, to see that all of it runs
`;

const { values } = parseArgs({
  options: {
    model: { type: 'string', multiple: true },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    without: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 2 : 5));
const seconds = Number(values.seconds ?? (values.quick ? 1 : 4));
const chosen = models.filter(({ name }) => values.model === undefined || values.model.includes(name));
if (values.help || chosen.length === 0 || !(rounds > 0) || !(seconds > 0)) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}

const root = process.cwd();
const peakName = 'peak';
/** Rows and columns of the matrices. */
const peakSize = 2048;
const without = new Set(values.without.split(','));
const temporary = await mkdtemp(join(tmpdir(), 'shapewright-bench-'));
try {
  process.stdout.write(
    `${availableParallelism()} cores, Node ${process.versions.node}, ${rounds} rounds of ${seconds} s each\n`,
  );
  for (const model of chosen) await compare(model);
} finally {
  await rm(temporary, { recursive: true, force: true });
}

async function compare(model: BenchModel): Promise<void> {
  const folder = join(temporary, model.name);
  await writeMadeUpData(folder, model);
  const source = await readModel(root, model);
  const flops = await trainingFlops(source, root);
  process.stdout.write(`\n${model.title}\n${(flops / 1e6).toFixed(1)} MFLOP an example, made-up pixels\n`);

  const contestants: Contestant[] = [];
  try {
    for (const spec of await specsFor(model, folder, source)) {
      if (!without.has(spec.name)) contestants.push(await startContestant(spec));
    }
    report(await race(contestants, model.batchSize), flops);
  } finally {
    await Promise.all(contestants.map((contestant) => contestant.end()));
  }
}

async function specsFor(model: BenchModel, folder: string, source: string): Promise<readonly ContestantSpec[]> {
  const installation = await findInstallation();
  if (installation === undefined) throw new Error('The native engine is not installed: shapewright engine install');
  const python = await toolsPython(root);
  const engine = async (name: 'native' | 'wasm'): Promise<ContestantSpec> => {
    const own = join(folder, 'runs', 'x', name);
    await mkdir(own, { recursive: true });
    const request: EngineRequest = {
      folder: own,
      file: join(folder, 'bench.nn'),
      source,
      train: /^train (\w+)/m.exec(source)?.[1] ?? '',
      engine: name,
      epochs: 1_000_000,
      seed: 1,
      dataFolders: { [model.source]: folder },
    };
    return { name, command: [process.execPath, script('shapewright'), JSON.stringify(request)] };
  };
  const here = join(root, 'bench/training/contestants');
  const keras = join(here, 'kerasFit.py');
  const tfjs = [join(here, 'tfjsLayers.mjs'), model.name, folder, installation.bindingFile, join(root, 'package.json')];
  return [
    { name: peakName, command: [process.execPath, script('peak'), String(peakSize)] },
    await engine('native'),
    { name: 'keras', command: [python, keras, model.name, folder, '0'] },
    { name: 'keras-jit', command: [python, keras, model.name, folder, '1'] },
    { name: 'tfjs', command: [process.execPath, ...tfjs] },
    await engine('wasm'),
  ];
}

/** A bundle beside this one. */
function script(name: string): string {
  return join(import.meta.dirname, `${name}.mjs`);
}

/** Examples a second (products a second of the peak), round after round, each contestant once a round. */
async function race(contestants: readonly Contestant[], batchSize: number): Promise<readonly Series[]> {
  const batches: number[] = [];
  for (const contestant of contestants) {
    // Graphs are compiled and caches filled in the first batches; the next tell how many fill a round.
    await contestant.train(10);
    batches.push(Math.max(5, Math.round((20 / (await contestant.train(20))) * seconds)));
  }
  const series = contestants.map(({ name }) => ({ name, speeds: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const count = batches[index] ?? 1;
      const size = contestant.name === peakName ? 1 : batchSize;
      series[index]?.speeds.push((count * size) / (await contestant.train(count)));
    }
    const latest = series.map(({ name, speeds }) => `${name} ${(speeds.at(-1) ?? 0).toFixed(0)}`);
    process.stdout.write(`  round ${round + 1}: ${latest.join(', ')}\n`);
  }
  return series;
}

function report(all: readonly Series[], flops: number): void {
  const named = (name: string): Series | undefined => all.find((each) => each.name === name);
  const products = named(peakName);
  const peak = products === undefined ? NaN : Math.max(...products.speeds) * 2 * peakSize ** 3;
  process.stdout.write(`matrix multiplication at best ${(peak / 1e9).toFixed(0)} GFLOP/s\n`);
  const series = all.filter(({ name }) => name !== peakName);
  for (const each of series) process.stdout.write(`${speedLine(each, peak / flops)}\n`);
  // The faster setting, by its median.
  const [keras] = series
    .filter(({ name }) => name.startsWith('keras'))
    .sort((a, b) => median(b.speeds) - median(a.speeds));
  for (const [ours, theirs] of [
    [named('native'), keras],
    [named('native'), named('tfjs')],
    [named('wasm'), keras],
  ]) {
    if (ours && theirs) process.stdout.write(`${ratioLine(ours, theirs)}\n`);
  }
}
