import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DataContext } from '../../../server/src/engine/data/dataSource';
import { exportJob } from '../../../server/src/engine/elsewhere/exportJob';
import { readEventLog } from '../../../server/src/engine/runs/eventLog';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { rayToolsPython } from '../../helpers/rayTools';

const root = process.cwd();

/** The MNIST sample, to be trained on so many of its digits. */
export async function digitsSample(limit?: number): Promise<{
  readonly request: Omit<EngineRequest, 'folder'>;
  readonly context: DataContext;
}> {
  const folder = join(root, 'samples');
  const file = join(folder, 'mnist.nn');
  const request = {
    file,
    source: await readFile(file, 'utf8'),
    train: 'Digits',
    engine: 'native',
    epochs: 1,
    ...(limit === undefined ? {} : { limit }),
  } as const;
  const context: DataContext = {
    folder,
    roots: [folder],
    dataFolders: {},
    cacheFolder: join(root, 'out/test/data'),
    allowDownload: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
  return { request, context };
}

/** Writes the exported folder of the sample. */
export async function exportDigits(out: string, limit?: number): Promise<void> {
  const { request, context } = await digitsSample(limit);
  await exportJob(request, out, context);
}

/** Runs `train.py` of an exported folder as so many processes, and gives what the first one's log holds. */
export async function trainExported(
  folder: string,
  { workers, port, run }: { readonly workers: number; readonly port: number; readonly run: string },
): Promise<readonly RunEvent[]> {
  const python = await rayToolsPython();
  const start = promisify(execFile);
  await Promise.all(
    Array.from({ length: workers }, (_, rank) =>
      start(python, ['train.py', '--every-step', '--run', run], {
        cwd: folder,
        env: {
          ...process.env,
          JAX_PLATFORMS: 'cpu',
          ...(workers === 1
            ? {}
            : { RANK: String(rank), WORLD_SIZE: String(workers), MASTER_ADDR: '127.0.0.1', MASTER_PORT: String(port) }),
        },
      }),
    ),
  );
  return (await readEventLog(join(run, 'events.jsonl'))).events;
}

export function lossesOf(events: readonly RunEvent[]): readonly number[] {
  return events.flatMap((event) => (event.event === 'batch' ? [event.logs['loss'] ?? Number.NaN] : []));
}
