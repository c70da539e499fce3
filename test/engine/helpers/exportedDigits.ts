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
  readonly workers: number;
  /** A folder for the log and the checkpoints. */
  readonly run: string;
  /** More options of train.py. */
  readonly flags?: readonly string[];
}

/** Runs `train.py` of an exported folder as so many processes, and gives what the first one's log holds. */
export async function trainExported(
  folder: string,
  { workers, run, flags = [] }: ExportedTraining,
): Promise<readonly RunEvent[]> {
  const python = await rayToolsPython();
  const port = await freePort();
  const start = promisify(execFile);
  await Promise.all(
    Array.from({ length: workers }, (_, rank) =>
      start(python, ['train.py', '--every-step', '--run', run, ...flags], {
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
