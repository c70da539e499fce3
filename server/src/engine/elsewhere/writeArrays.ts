/** The examples of a training as arrays, behind the steps that are the same for every epoch. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataStep } from '../../language/model/graph';
import type { TrainSettings } from '../../language/model/trainSettings';
import type { Tensor } from '../backend';
import type { DataSplit } from '../data/dataset';
import { elements, rowNumbers } from '../data/examples';
import type { OpenedDataset } from '../data/openDataset';
import { RunProblem } from '../runProblem';
import { writeNpy } from './npyFile';

/** Rows that are read at a time. */
const chunk = 1024;

/** Bytes: Ray takes packages of up to 500 MiB, and the rest of the folder needs some of it. */
export const packageLimit = 480 * 1024 ** 2;

export type RandomStep = DataStep & { readonly place: number };

/** The parts of a data set that are written; one that validates as the test part does is not written twice. */
export function writtenSplits(
  { train, validation, test }: OpenedDataset,
  kind: TrainSettings['validation']['kind'],
): readonly (readonly [name: string, split: DataSplit])[] {
  const all = { train, validation: kind === 'split' ? validation : undefined, test };
  return Object.entries(all).flatMap(([name, split]) => (split === undefined ? [] : [[name, split] as const]));
}

/** Writes a folder a split, a file an array. */
export async function writeArrays(
  folder: string,
  splits: ReturnType<typeof writtenSplits>,
  parts: readonly string[],
  arrayOf: (part: string) => string,
): Promise<void> {
  for (const [name, split] of splits) {
    await mkdir(join(folder, name), { recursive: true });
    for (const part of parts) await writePart(join(folder, name, `${arrayOf(part)}.npy`), split, part);
  }
}

async function writePart(file: string, split: DataSplit, part: string): Promise<void> {
  async function* pieces(): AsyncIterable<Tensor> {
    for (let start = 0; start < split.length; start += chunk) {
      const rows = rowNumbers(Math.min(chunk, split.length - start), start);
      const tensor = (await split.batch(rows, [part], { training: false, seed: [0, 0] })).get(part);
      if (tensor === undefined) throw new RangeError(`the data have no part "${part}"`);
      yield tensor;
    }
  }
  await writeNpy(file, split.length, pieces());
}

/** Bytes that a data set takes as arrays, before any is written. */
export function arraysSize(
  { fed: description }: OpenedDataset,
  splits: ReturnType<typeof writtenSplits>,
  parts: readonly string[],
): number {
  const fed = description.parts.filter(({ name }) => parts.includes(name));
  const row = fed.reduce(
    (sum, { type, shape }) => sum + elements(shape.map((size) => size ?? 1)) * (type === 'uint8' ? 1 : 4),
    0,
  );
  return splits.reduce((sum, [, split]) => sum + row * split.length, 0);
}

/** The random steps of a part, which `data.py` does; they must stand behind all that is done once. */
export function randomSteps(dataset: OpenedDataset, part: string): readonly RandomStep[] {
  const steps = dataset.adapted.get(part) ?? [];
  const first = steps.findIndex(({ layer }) => layer.trainingOnly === true);
  if (first < 0) return [];
  const late = steps.slice(first).find(({ layer }) => layer.trainingOnly !== true);
  if (late === undefined) return steps.slice(first).map(carriedStep);
  throw new RunProblem('data/step', {
    message: `${late.layer.name} stands behind a random step of the data`,
    reason:
      'Elsewhere the examples arrive behind the steps that are the same in every epoch, and the random ones follow.',
    nextStep: `Put ${late.layer.name} before the Random… steps.`,
  });
}

function carriedStep(step: DataStep & { readonly place?: number | undefined }): RandomStep {
  const { name } = step.layer;
  if (name === 'RandomFlip') return { ...step, place: step.place ?? 0 };
  throw new RunProblem('data/step', {
    message: `The step ${name} of the data is not done elsewhere`,
    reason: 'Of the random steps of a data declaration only RandomFlip goes along to Keras.',
    nextStep: `Put ${name} into the model, behind its input, where Keras does it in training; or train with an engine of this machine.`,
  });
}
