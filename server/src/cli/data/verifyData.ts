import { openDataset } from '../../engine/data/openDataset';
import { classCounts } from '../../engine/data/classCounts';
import type { CommandOutput } from '../command';
import type { DataOptions } from '../data';
import { findData } from './findData';

/** Reads all files of a set as a training would, without downloading, and tells counts, classes and their SHA-256. */
export async function verifyData(options: DataOptions, output: CommandOutput): Promise<void> {
  const { name, request, steps, context } = await findData(options, output, false);
  const dataset = await openDataset(
    { request, steps, validation: { kind: 'none' }, limit: undefined, seed: options.seed },
    context,
  );
  try {
    const examples = { train: dataset.train.length, test: dataset.test?.length ?? 0 };
    const classes = await classCounts(dataset.train, dataset.description);
    if (options.json) {
      output.out.write(`${JSON.stringify({ name, examples, hash: dataset.hash, classes: classes ?? null })}\n`);
      return;
    }
    output.out.write(`${name}: ${examples.train} to train, ${examples.test} to test\n  sha256 ${dataset.hash}\n`);
    for (const entry of classes ?? []) output.out.write(`  ${String(entry.count).padStart(8)}  ${entry.name}\n`);
  } finally {
    await dataset.close();
  }
}
