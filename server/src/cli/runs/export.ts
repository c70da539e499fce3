import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Tensor } from '../../engine/backend';
import { openCheckpoints } from '../../engine/runs/checkpointStore';
import { runFiles } from '../../engine/runs/runFolder';
import { encodeSafetensors } from '../../engine/runs/safetensors';
import { RunProblem } from '../../engine/runProblem';
import { decodeState } from '../../engine/training/trainingState';
import { encodeEventFile, eventFileName } from '../../interop/tensorboard/eventFile';
import { runScalars } from '../../interop/tensorboard/runScalars';
import { jsonText } from '../../protocol/eventJson';
import type { RunEvent } from '../../protocol/runEvents';
import type { StoredRun } from '../../protocol/storedRun';
import { runNamed } from '../runRoots';
import { readFigures } from './runFigures';
import type { RunsCall } from './runsCall';

/** Writes a run to a place and gives the files that it made. */
type Exporter = (run: StoredRun, place: string) => Promise<readonly string[]>;

const exporters: { readonly [format: string]: Exporter } = {
  tensorboard: toTensorBoard,
  safetensors: toSafetensors,
  csv: toCsv,
  json: toJson,
};

export const exportFormats = Object.keys(exporters);

/** `runs export RUN --to FORMAT OUT`. */
export async function exportRun({ folder, names, to, json, environment: { output } }: RunsCall): Promise<number> {
  const run = await runNamed(folder, names[0] ?? '');
  const exporter = to !== undefined && Object.hasOwn(exporters, to) ? exporters[to] : undefined;
  if (exporter === undefined) throw unknownFormat(to);
  const place = resolve(names[1] ?? '.');
  await mkdir(dirname(place), { recursive: true });
  const files = await exporter(run, place);
  output.write(
    json ? `${JSON.stringify({ run: run.run, format: to, files })}\n` : files.map((file) => `${file}\n`).join(''),
  );
  return 0;
}

/** A folder with one of `train`, `validation` and `test` in it, as Keras's callback makes it. */
async function toTensorBoard({ folder }: StoredRun, place: string): Promise<readonly string[]> {
  const { train, validation, test } = runScalars((await readFigures(folder)).events);
  const all = [
    { part: 'train', points: train },
    { part: 'validation', points: validation },
    { part: 'test', points: test },
  ];
  return Promise.all(
    all
      .filter(({ points }) => points.length > 0)
      .map(async ({ part, points }) => {
        const file = join(place, part, eventFileName(points[0]?.time ?? 0));
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, encodeEventFile(points));
        return file;
      }),
  );
}

/** The best weights, else the last, without the optimizer's. */
async function toSafetensors({ run, folder }: StoredRun, place: string): Promise<readonly string[]> {
  const checkpoints = openCheckpoints(runFiles(folder).checkpoints);
  const checkpoint = (await checkpoints.load('best')) ?? (await checkpoints.load('last'));
  if (checkpoint === undefined) {
    throw new RunProblem('run/export', {
      message: `The run ${run} has no weights`,
      reason: 'It has left no usable checkpoint.',
      nextStep: 'Resume it, or export another one.',
    });
  }
  const weights = [...decodeState(checkpoint.content).variables].filter(([name]) => !name.startsWith('optimizer/'));
  await writeFile(
    place,
    encodeSafetensors(
      new Map<string, Tensor>(weights),
      new Map([
        ['run', run],
        ['step', String(checkpoint.step)],
      ]),
    ),
  );
  return [place];
}

/** A line an epoch. */
async function toCsv({ folder }: StoredRun, place: string): Promise<readonly string[]> {
  const { epochs } = await readFigures(folder);
  const logs = [...new Set(epochs.flatMap((event) => Object.keys(event.logs)))];
  const lines = epochs.map((event) =>
    [event.epoch, event.seconds, ...logs.map((name) => event.logs[name] ?? '')].join(),
  );
  await writeFile(place, `${[['epoch', 'seconds', ...logs].map(quoted).join(), ...lines].join('\n')}\n`);
  return [place];
}

/** All events that count; NaN and infinities as strings. */
async function toJson(run: StoredRun, place: string): Promise<readonly string[]> {
  const events: readonly RunEvent[] = (await readFigures(run.folder)).events;
  await writeFile(place, `${jsonText({ ...run, events })}\n`);
  return [place];
}

function quoted(name: string): string {
  return /[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

function unknownFormat(format: string | undefined): RunProblem {
  const known = exportFormats.join(', ');
  return new RunProblem('run/format', {
    message: format === undefined ? 'The export needs a format' : `There is no format ${format}`,
    reason: `Known are ${known}.`,
    nextStep: 'Name one with --to.',
  });
}
