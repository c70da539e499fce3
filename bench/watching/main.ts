/**
 * What it costs to watch a training: the loop by itself, and beside it, by turns, the same training as the editor runs
 * it (events to a window, a log, checkpoints, the watch over layers) while the inspect process is asked once a second for
 * the feature maps of another image.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createInspector } from '../../server/src/engine/inspect/launchInspector';
import { attachEngine, type EngineConnection } from '../../server/src/engine/launch';
import { openCheckpoints } from '../../server/src/engine/runs/checkpointStore';
import { claimRunFolder, runFiles } from '../../server/src/engine/runs/runFolder';
import type { EngineRequest } from '../../server/src/protocol/engineMessages';
import type { InspectSubject } from '../../server/src/protocol/inspectMessages';
import { startContestant, type Contestant } from '../training/contestant';
import { writeMadeUpData } from '../training/madeUpData';
import { models, readModel } from '../training/models';
import { median, ratioLine } from '../training/report';

const usage = `npm run bench -- watching [--model ${models.map(({ name }) => name).join('|')}] [--rounds 12] [--seconds 4]
`;
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'mnist' },
    rounds: { type: 'string', default: '12' },
    seconds: { type: 'string', default: '4' },
    help: { type: 'boolean', default: false },
  },
});
const model = models.find(({ name }) => name === values.model);
if (values.help || model === undefined) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}

const root = process.cwd();
const temporary = await mkdtemp(join(tmpdir(), 'shapewright-bench-'));
const inspector = createInspector(join(root, 'dist/engine.js'), () => undefined);
const contestants: Contestant[] = [];
let window: EngineConnection | undefined;
try {
  await writeMadeUpData(temporary, model);
  const source = await readModel(root, model);
  const requestFor = async (): Promise<EngineRequest> => {
    const { folder } = await claimRunFolder(temporary);
    return {
      folder,
      file: join(temporary, 'bench.nn'),
      source,
      train: /^train (\w+)/m.exec(source)?.[1] ?? '',
      engine: 'native',
      epochs: 1_000_000,
      seed: 1,
      dataFolders: { [model.source]: temporary },
    };
  };
  const start = async (name: string, request: EngineRequest): Promise<Contestant> => {
    const contestant = await startContestant({
      name,
      command: [process.execPath, join(import.meta.dirname, `${name}.mjs`), JSON.stringify(request)],
    });
    contestants.push(contestant);
    return contestant;
  };
  const request = await requestFor();
  const [bare, watched] = [await start('bare', await requestFor()), await start('watched', request)];
  let points = 0;
  window = await attachEngine(request.folder, 0, { onEvents: (events) => (points += events.length) });
  if (window === undefined) throw new Error('no window could attach');

  let [asked, index] = [0, 0];
  const subject: InspectSubject = {
    file: join(temporary, 'bench.nn'),
    source,
    model: /^model (\w+)/m.exec(source)?.[1] ?? '',
    runs: dirname(request.folder),
    roots: [temporary],
    dataFolders: { [model.source]: temporary },
  };
  const look = async (): Promise<void> => {
    index += 1;
    await inspector.ask(subject, {
      kind: 'features',
      weights: { kind: 'checkpoint', run: basename(request.folder) },
      example: { kind: 'data', split: 'train', index },
      path: 'Conv2D',
    });
    asked += 1;
  };

  const counts = new Map<Contestant, number>();
  for (const contestant of [bare, watched]) {
    await contestant.train(20);
    counts.set(contestant, Math.max(5, Math.round((40 / (await contestant.train(40))) * Number(values.seconds))));
  }
  // The maps are those of the last checkpoint.
  const checkpoints = openCheckpoints(runFiles(request.folder).checkpoints);
  while ((await checkpoints.list()).length === 0) await watched.train(counts.get(watched) ?? 1);
  await look();
  const speeds = new Map<Contestant, number[]>([
    [watched, []],
    [bare, []],
  ]);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const contestant of round % 2 === 0 ? [bare, watched] : [watched, bare]) {
      const count = counts.get(contestant) ?? 1;
      const timer = contestant === watched ? setInterval(() => void look().catch(console.error), 1000) : undefined;
      speeds.get(contestant)?.push((count * model.batchSize) / (await contestant.train(count)));
      clearInterval(timer);
    }
  }
  const [ours, alone] = [watched, bare].map(({ name }, place) => ({ name, speeds: [...speeds.values()][place] ?? [] }));
  if (ours === undefined || alone === undefined) throw new Error('nothing was measured');
  const pairs = ours.speeds.map((speed, round) => speed / (alone.speeds[round] ?? NaN));
  process.stdout.write(
    `${model.title}; ${points} events to the window, ${asked} feature maps asked for\n` +
      [ours, alone].map((each) => `${each.name} median ${median(each.speeds).toFixed(0)} examples/s\n`).join('') +
      `${ratioLine(ours, alone)}, median of the rounds' ratios ${median(pairs).toFixed(3)}\n`,
  );
} finally {
  window?.detach();
  inspector.dispose();
  await Promise.all(contestants.map((contestant) => contestant.end()));
  await rm(temporary, { recursive: true, force: true });
}
