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
import { refuseOutput, resultPlace } from '../resultPlace';
import { readFigures } from './runFigures';
import type { RunsCall } from './runsCall';

/** What the one file of a format holds. */
const fileFormats: { readonly [format: string]: (run: StoredRun) => Promise<string | Uint8Array> } = {
  safetensors: bestWeights,
  csv: epochsTable,
  json: allEvents,
};

export const exportFormats = ['tensorboard', ...Object.keys(fileFormats)];

/** `runs export RUN --to FORMAT OUT`. */
export async function exportRun({ folder, names, to, json, environment }: RunsCall): Promise<number> {
  const { output: out, errors: err } = environment;
  const [name = '', file = '.'] = names;
  if (to === undefined || !exportFormats.includes(to)) throw unknownFormat(to);
  const contentOf = fileFormats[to];
  if (contentOf === undefined) refuseOutput(file, 'TensorBoard reads a folder');
  const place = resultPlace(file, json, { out, err });
  const run = await runNamed(folder, name);
  const target = resolve(file);
  if (!place.isOutput) await mkdir(dirname(target), { recursive: true });
  const content = await contentOf?.(run);
  if (content !== undefined) await place.write(content);
  const files = content === undefined ? await toTensorBoard(run, target) : [target];
  if (json) out.write(`${JSON.stringify({ run: run.run, format: to, files })}\n`);
  else if (!place.isOutput) out.write(files.map((each) => `${each}\n`).join(''));
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
async function bestWeights({ run, folder }: StoredRun): Promise<Uint8Array> {
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
  return encodeSafetensors(
    new Map<string, Tensor>(weights),
    new Map([
      ['run', run],
      ['step', String(checkpoint.step)],
    ]),
  );
}

/** A line an epoch. */
async function epochsTable({ folder }: StoredRun): Promise<string> {
  const { epochs } = await readFigures(folder);
  const logs = [...new Set(epochs.flatMap((event) => Object.keys(event.logs)))];
  const lines = epochs.map((event) =>
    [event.epoch, event.seconds, ...logs.map((name) => event.logs[name] ?? '')].join(),
  );
  return `${[['epoch', 'seconds', ...logs].map(quoted).join(), ...lines].join('\n')}\n`;
}

/** All events that count; NaN and infinities as strings. */
async function allEvents(run: StoredRun): Promise<string> {
  const events: readonly RunEvent[] = (await readFigures(run.folder)).events;
  return `${jsonText({ ...run, events })}\n`;
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
