import { dirname, join, resolve } from 'node:path';
import { cacheFolder } from '../../engine/cacheFolder';
import { exportJob } from '../../engine/elsewhere/exportJob';
import type { CommandOutput } from '../command';
import type { Values } from '../command/options';
import { readSource } from '../readSource';
import { refuseOutput } from '../resultPlace';
import { rootOf } from '../runRoots';
import { firstTrain, trainRequest, type trainOptions } from '../trainOptions';

interface RayValues extends Partial<Omit<Values<typeof trainOptions>, 'engine'>> {
  readonly out: string;
  readonly 'data-folder': { readonly [source: string]: string };
}

/** `--to ray`: the whole training as a folder, with its data and first weights. Gives the exit status. */
export async function exportRay(
  name: string,
  values: RayValues,
  json: boolean,
  { out }: CommandOutput,
): Promise<number> {
  refuseOutput(values.out, 'A training for Ray is a folder');
  const file = resolve(name);
  const folder = dirname(file);
  const place = resolve(values.out);
  const source = await readSource(file);
  const request = trainRequest(values);
  await exportJob(
    { ...request, file, source, train: values.train ?? firstTrain(source), workspace: rootOf(file) },
    place,
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
  out.write(json ? `${JSON.stringify({ to: 'ray', files: [place] })}\n` : `${place}\n`);
  return 0;
}
