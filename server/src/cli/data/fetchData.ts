import { findSource } from '../../engine/data/sourceRegistry';
import type { CommandOutput } from '../command';
import type { DataOptions } from '../data';
import { findData } from './findData';

/** Downloads a published set, or finds that it is there; everything is read once, so that it is whole. */
export async function fetchData(options: DataOptions, output: CommandOutput): Promise<void> {
  const { name, request, context } = await findData(options, output, true);
  const opened = await findSource(request.source)?.open(request, context);
  await opened?.train.close?.();
  await opened?.test?.close?.();
  const examples = { train: opened?.train.length ?? 0, test: opened?.test?.length ?? 0 };
  if (options.json) output.out.write(`${JSON.stringify({ name, examples, hash: opened?.hash })}\n`);
  else
    output.out.write(`${name}: ${examples.train} to train, ${examples.test} to test, sha256 ${opened?.hash ?? ''}\n`);
}
