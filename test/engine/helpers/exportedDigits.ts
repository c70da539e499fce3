import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DataContext } from '../../../server/src/engine/data/dataSource';
import { exportJob } from '../../../server/src/engine/elsewhere/exportJob';
import { readEventLog } from '../../../server/src/engine/runs/eventLog';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { freePort } from '../../helpers/freePort';
import { rayToolsPython } from '../../helpers/rayTools';

const root = process.cwd();

export interface DigitsOptions {
  /** So many of the digits; all without it. */
  readonly limit?: number | undefined;
  /** That of the text without it. */
  readonly seed?: number;
  /** Another model on the digits than the sample's; its train block stands for `Digits`. */
  readonly source?: string;
}

/** The MNIST sample as a training is asked for. */
export async function digitsSample({ limit, seed, source }: DigitsOptions = {}): Promise<{
  readonly request: Omit<EngineRequest, 'folder'>;
  readonly context: DataContext;
}> {
  const folder = join(root, 'samples');
  const file = join(folder, 'mnist.nn');
  const request = {
    file,
    source: source ?? (await readFile(file, 'utf8')),
    train: 'Digits',
    engine: 'native',
    epochs: 1,
    ...(limit === undefined ? {} : { limit }),
    ...(seed === undefined ? {} : { seed }),
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
export async function exportDigits(out: string, options: DigitsOptions = {}): Promise<void> {
  const { request, context } = await digitsSample(options);
  await exportJob(request, out, context);
}

export interface ExportedTraining {
  /** An exported folder. */
  readonly folder: string;
  /** A folder for the log and the checkpoints. */
  readonly run: string;
  /** More options of train.py. */
  readonly flags?: readonly string[];
}

/** Runs `train.py` of exported folders in turn, in the same processes, and gives what the log of each run holds. */
export async function trainExported(
  workers: number,
  trainings: readonly ExportedTraining[],
): Promise<readonly (readonly RunEvent[])[]> {
  const python = await rayToolsPython();
  const port = await freePort();
  const start = promisify(execFile);
  const jobs = trainings.map(({ folder, run, flags = [] }) => [folder, '--every-step', '--run', run, ...flags]);
  await Promise.all(
    Array.from({ length: workers }, (_, rank) =>
      start(python, [join(root, 'test/engine/helpers/trainFolders.py'), JSON.stringify(jobs)], {
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
  return Promise.all(trainings.map(async ({ run }) => (await readEventLog(join(run, 'events.jsonl'))).events));
}

export function lossesOf(events: readonly RunEvent[]): readonly number[] {
  return events.flatMap((event) => (event.event === 'batch' ? [event.logs['loss'] ?? Number.NaN] : []));
}
