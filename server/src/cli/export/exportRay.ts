import { dirname, join, resolve } from 'node:path';
import { cacheFolder } from '../../engine/cacheFolder';
import { exportJob } from '../../engine/elsewhere/exportJob';
import { RunProblem, textOf } from '../../engine/runProblem';
import type { CommandOutput } from '../command';
import { readSource } from '../readSource';
import { rootOf } from '../runRoots';
import { firstTrain, readTrainOptions } from '../trainOptions';

export const rayUsage = `shapewright export FILE --to ray -o FOLDER [--train NAME] [--epochs N] [--limit N] [--seed N] [--batch-size N]
                  [--weights RUN|FILE] [--data-folder SOURCE=FOLDER]… [--json]
`;

/** `--to ray`: the whole training as a folder, with its data and first weights. Gives the exit status. */
export async function exportRay(argv: readonly string[], output: CommandOutput): Promise<number> {
  const options = readTrainOptions(argv, { to: { type: 'string' }, out: { type: 'string', short: 'o' } });
  const out = typeof options === 'string' ? undefined : options.more['out'];
  if (typeof options === 'string' || out === undefined || out === '') {
    output.err.write(`${typeof options === 'string' ? options : 'Name the folder to write with -o.'}\n${rayUsage}`);
    return 2;
  }
  const { file, request, json } = options;
  const folder = dirname(file);
  try {
    const source = await readSource(file);
    await exportJob(
      { ...request, file, source, train: options.train ?? firstTrain(source), workspace: rootOf(file) },
      resolve(out),
      {
        folder,
        roots: [folder, rootOf(file)],
        dataFolders: request.dataFolders ?? {},
        cacheFolder: join(cacheFolder(), 'data'),
        allowDownload: true,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
    );
    output.out.write(json ? `${JSON.stringify({ to: 'ray', files: [resolve(out)] })}\n` : `${resolve(out)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof RunProblem) output.err.write(`${error.message}\n  ${error.reason}\n  ${error.nextStep}\n`);
    else output.err.write(`${textOf(error)}\n`);
    return 1;
  }
}
