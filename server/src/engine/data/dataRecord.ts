import { join } from 'node:path';
import type { ArgumentValue } from '../../language/layers/definition';
import type { DataStep } from '../../language/model/graph';
import { writeAtomically } from '../runs/atomicFile';
import type { OpenedDataset } from './openDataset';
import type { FeedPlan } from './planFeeds';

/**
 * Writes `data.json` into the folder of a run: what its data were, and what steps took from the training part, so that
 * a model can be given other data later as it was given these.
 */
export async function writeDataRecord(folder: string, dataset: OpenedDataset, plan: FeedPlan): Promise<void> {
  const record = {
    hash: dataset.hash,
    examples: {
      train: dataset.train.length,
      validation: dataset.validation?.length ?? 0,
      test: dataset.test?.length ?? 0,
    },
    parts: dataset.description.parts,
    target: dataset.description.target ?? null,
    /** By part: done before the feed. */
    pipeline: Object.fromEntries([...dataset.adapted].map(([part, steps]) => [part, steps.map(toRecord)])),
    /** By input: done in the program. */
    inputs: Object.fromEntries([...plan.inputs].map(([path, { prelude }]) => [path, prelude.map(toRecord)])),
  };
  await writeAtomically(join(folder, 'data.json'), `${JSON.stringify(record, undefined, 2)}\n`);
}

function toRecord({ layer, args }: DataStep): {
  readonly step: string;
  readonly args: { readonly [name: string]: ArgumentValue | undefined };
} {
  return { step: layer.name, args };
}
