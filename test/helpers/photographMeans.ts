import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { initialVariables } from '../../server/src/compiler/initializers';
import type { Engine } from '../../server/src/engine/backend';
import { createFeedBatches } from '../../server/src/engine/data/batches';
import { rowNumbers } from '../../server/src/engine/data/examples';
import { understandModel } from '../../server/src/engine/inspect/understandModel';

/** What an engine makes of the sample about the two photographs. */
export interface PhotographMeans {
  /** Of the images that are fed: [2, 70, 120, 3]. */
  readonly shape: readonly number[];
  /** The mean of each channel of each photograph. */
  readonly means: readonly (readonly number[])[];
}

/** Runs samples/features.nn, which scales the images in its program and averages each channel. `root` is the project's folder. */
export async function photographMeans(engine: Engine, root: string): Promise<PhotographMeans> {
  const file = join(root, 'samples/features.nn');
  const { program, plan, dataset, seed } = await understandModel({
    file,
    source: readFileSync(file, 'utf8'),
    model: 'FeatureMaps',
    runs: '',
    roots: [],
    dataFolders: {},
  });
  if (dataset === undefined) throw new Error('the photographs cannot be opened');
  const batches = createFeedBatches(dataset.train, plan.feeds);
  const feeds = await batches.feeds(rowNumbers(batches.length), { training: false, seed: [0, 0] });
  const session = await engine.load(program, { variables: initialVariables(program, seed) });
  try {
    const results = await session.run('predict', feeds);
    const means = [...(results.get('means')?.data ?? [])];
    return {
      shape: [...feeds.values()][0]?.shape ?? [],
      means: [means.slice(0, 3), means.slice(3)],
    };
  } finally {
    await session.dispose();
    await dataset.close();
  }
}
