import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchEngine, type EngineConnection, type LaunchOptions } from '../../../server/src/engine/launch';
import { readEventLog } from '../../../server/src/engine/runs/eventLog';
import { claimRunFolder, runFiles } from '../../../server/src/engine/runs/runFolder';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { EndEvent, RunEvent } from '../../../server/src/protocol/runEvents';
import { writeDigits } from './digits';
import { temporaryFolder } from './temporaryFolder';

export const digitsSource = `data digits = mnist -> Rescaling(1/255)
model Digits {
  input digits -> Flatten -> Dense(10, activation=softmax)
}
train Digits on digits {
  optimizer: sgd
  loss: sparse_categorical_crossentropy
  metrics: [accuracy]
  epochs: 2
  batch_size: 16
}
`;

/** A claimed run of 64 made-up digits in a folder that goes with the test. */
export async function digitsRequest(change: Partial<EngineRequest> = {}): Promise<EngineRequest> {
  const folder = await temporaryFolder();
  await writeDigits(folder, 64);
  const file = join(folder, 'digits.nn');
  const source = change.source ?? digitsSource;
  await writeFile(file, source);
  const run = await claimRunFolder(folder);
  return {
    folder: run.folder,
    file,
    source,
    train: 'Digits',
    engine: 'auto',
    dataFolders: { mnist: folder },
    ...change,
  };
}

export interface FollowedRun {
  readonly connection: EngineConnection;
  readonly events: readonly RunEvent[];
  /** Once the engine has ended: its last word. */
  readonly ended: Promise<EndEvent>;
}

/** Starts an engine process and notes what it tells; `react` sees each event as it comes. */
export async function follow(
  request: EngineRequest,
  options: Pick<LaunchOptions, 'script' | 'environment'>,
  react: (event: RunEvent, connection: EngineConnection) => void = () => undefined,
): Promise<FollowedRun> {
  const events: RunEvent[] = [];
  const known = (await readEventLog(runFiles(request.folder).events)).events.at(-1)?.sequence ?? 0;
  const connection = launchEngine(request, {
    ...options,
    sequence: known,
    onEvents: (arrived) => {
      for (const event of arrived) {
        events.push(event);
        react(event, connection);
      }
    },
  });
  const ended = connection.closed.then(() => {
    const end = events.findLast((event) => event.event === 'end');
    if (end === undefined) throw new Error('the engine ended without a word');
    return end;
  });
  return { connection, events, ended };
}

/** A model whose loss is soon no finite number, and the layer that does it. */
export const divergingSource = `data digits = mnist -> Rescaling(1/255)
model Digits {
  input digits -> Flatten -> Dense(8, activation=relu)
    -> Dense(1, activation=exponential, name=explodes)
}
train Digits on digits {
  target: label
  optimizer: SGD(learning_rate=1000.0)
  loss: mean_squared_error
  epochs: 50
  batch_size: 16
}
`;
