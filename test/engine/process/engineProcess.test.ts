import { watch } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { trainCommand } from '../../../server/src/cli/train';
import {
  attachEngine,
  launchEngine,
  type EngineConnection,
  type LaunchOptions,
} from '../../../server/src/engine/launch';
import { isSameProcess } from '../../../server/src/engine/processIdentity';
import { openCheckpoints } from '../../../server/src/engine/runs/checkpointStore';
import { readEventLog } from '../../../server/src/engine/runs/eventLog';
import { runFiles, socketPath } from '../../../server/src/engine/runs/runFolder';
import { readRunRecord, readRunStatus } from '../../../server/src/engine/runs/runRecord';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { EndEvent, RunEvent } from '../../../server/src/protocol/runEvents';
import { bundleEngine } from '../helpers/bundleEngine';
import { digitsRequest, digitsSource } from '../helpers/digitsRun';
import { recordOutput } from '../../helpers/recordedOutput';

let script = '';

beforeAll(async () => {
  script = await bundleEngine('referenceEngine');
});

const running: EngineConnection[] = [];

afterEach(() => {
  for (const connection of running.splice(0)) connection.stop();
});

interface Watched {
  readonly connection: EngineConnection;
  readonly events: RunEvent[];
}

function start(
  request: EngineRequest,
  react: (event: RunEvent, connection: EngineConnection) => void = () => undefined,
  options: Partial<LaunchOptions> = {},
): Watched {
  const events: RunEvent[] = [];
  const connection = launchEngine(request, {
    script,
    ...options,
    onEvents: (arrived) => {
      for (const event of arrived) {
        events.push(event);
        react(event, connection);
      }
    },
  });
  running.push(connection);
  return { connection, events };
}

const endOf = (events: readonly RunEvent[]): EndEvent | undefined => events.findLast((event) => event.event === 'end');

describe('an engine process', () => {
  test('trains, tells everything in order, and leaves a whole run', async () => {
    const request = await digitsRequest();
    let mode = 0;
    const { connection, events } = start(request, (event) => {
      if (event.event === 'start') void stat(socketPath(request.folder)).then((state) => (mode = state.mode & 0o777));
    });
    await connection.closed;
    expect(endOf(events)).toMatchObject({ reason: 'completed' });
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const start_ = events.find((event) => event.event === 'start');
    expect(start_).toMatchObject({
      model: 'Digits',
      params: 7850,
      examples: { train: 64, validation: 0, test: 64 },
      epochs: 2,
      steps: 4,
      batchSize: 16,
    });
    const losses = events.flatMap((event) => (event.event === 'epoch' ? [event.logs['loss'] ?? Number.NaN] : []));
    expect(losses[1]).toBeLessThan(losses[0] ?? 0);
    expect(events.find((event) => event.event === 'evaluate')).toMatchObject({ split: 'test', examples: 64 });
    if (process.platform !== 'win32') expect(mode).toBe(0o600);

    const files = runFiles(request.folder);
    expect((await readEventLog(files.events)).events).toEqual(events);
    expect(await readRunRecord(files.run)).toMatchObject({
      source: digitsSource,
      train: 'Digits',
      seed: 0,
      epochs: 2,
      engine: { name: 'wasm' },
    });
    expect(await readRunStatus(files.status)).toMatchObject({ state: 'completed', attempt: 1 });
    expect((await openCheckpoints(files.checkpoints).load('last'))?.step).toBe(8);
    expect(await readFile(join(dirname(dirname(request.folder)), '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('killed, it is told with the cause, and the next one starts', async () => {
    const { connection, events } = start(await digitsRequest({ epochs: 100_000 }), (event, { pid }) => {
      if (event.event === 'batch' && event.step === 1 && event.epoch === 1 && pid !== undefined)
        process.kill(pid, 'SIGKILL');
    });
    await connection.closed;
    expect(endOf(events)).toMatchObject({
      reason: 'killed',
      error: { code: 'engine/killed', cause: expect.stringContaining('SIGKILL') },
    });

    const next = start(await digitsRequest({ epochs: 1 }));
    await next.connection.closed;
    expect(endOf(next.events)).toMatchObject({ reason: 'completed' });
  });

  test('pauses, resumes and stops', async () => {
    const { connection, events } = start(await digitsRequest({ epochs: 100_000 }), (event, engine) => {
      if (event.event === 'start') engine.pause();
      if (event.event === 'state' && event.state === 'paused') engine.resume();
      if (event.event === 'batch' && event.epoch > 3) engine.stop();
    });
    await connection.closed;
    expect(endOf(events)).toMatchObject({ reason: 'stopped' });
    const states = events.flatMap((event) => (event.event === 'state' ? [event.state] : []));
    expect(states.slice(-3)).toEqual(['training', 'paused', 'training']);
    const checkpoint = await openCheckpoints(runFiles(connection.folder).checkpoints).load('last');
    expect(checkpoint?.step).toBeGreaterThan(0);
  });

  test('outlives its window; another attaches and misses nothing', async () => {
    const request = await digitsRequest({ epochs: 100_000 });
    const first = start(request, (event, engine) => {
      if (event.event === 'epoch') engine.detach();
    });
    await first.connection.closed;
    const events: RunEvent[] = [];
    const second = await attachEngine(request.folder, 0, {
      onEvents: (arrived) => {
        events.push(...arrived);
        if (events.some((event) => event.event === 'epoch' && event.epoch > 5)) second?.stop();
      },
    });
    expect(second).toBeDefined();
    await second?.closed;
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.slice(0, first.events.length)).toEqual(first.events);
    expect(endOf(events)).toMatchObject({ reason: 'stopped' });
    expect(await attachEngine(request.folder, 0, { onEvents: () => undefined })).toBeUndefined();
  });

  test('ends with a checkpoint when no window has come back', async () => {
    const request = await digitsRequest({ epochs: 1_000_000 });
    const { connection } = start(
      request,
      (event, engine) => {
        if (event.event === 'epoch') engine.detach();
      },
      { environment: { TEST_GRACE_TIME: '200' } },
    );
    await connection.closed;
    const files = runFiles(request.folder);
    const status = await new Promise<Awaited<ReturnType<typeof readRunStatus>>>((resolve) => {
      const look = async (): Promise<void> => {
        const found = await readRunStatus(files.status);
        if (found?.state !== 'stopped') return;
        watcher.close();
        resolve(found);
      };
      const watcher = watch(request.folder, () => void look());
      void look();
    });
    expect(status).toMatchObject({ state: 'stopped' });
    expect((await openCheckpoints(files.checkpoints).load('last'))?.step).toBeGreaterThan(0);
  });

  test.each<[string, Partial<EngineRequest>, string]>([
    ['a missing data file', { dataFolders: { mnist: '/nowhere' } }, 'data/missing'],
    ['a train block that is not there', { train: 'Others' }, 'run/train'],
    ['an error in the model', { source: digitsSource.replace('Dense(10', 'Conv2D(10, 9') }, 'nn/'],
  ])('tells %s with cause and next step', async (_name, change, code) => {
    const { connection, events } = start(await digitsRequest(change));
    await connection.closed;
    const error = endOf(events)?.error;
    expect(endOf(events)?.reason).toBe('failed');
    expect(error?.code).toContain(code);
    expect(error?.message.length).toBeGreaterThan(5);
    expect(error?.nextStep.length).toBeGreaterThan(5);
  });

  test('tells a wrong magic number with the file', async () => {
    const request = await digitsRequest();
    await writeFile(join(dirname(request.file), 'train-images-idx3-ubyte'), new Uint8Array(5000).fill(7));
    const { connection, events } = start(request);
    await connection.closed;
    expect(endOf(events)).toMatchObject({
      reason: 'failed',
      error: { code: 'data/magic', message: expect.stringContaining('train-images-idx3-ubyte') },
    });
  });

  test('that cannot be started, or dies at once, is told', async () => {
    const { connection, events } = start(await digitsRequest(), undefined, { script: '/nowhere/engine.js' });
    await connection.closed;
    expect(events).toMatchObject([
      {
        event: 'end',
        reason: 'killed',
        error: { code: 'engine/killed', cause: expect.stringContaining('exit code 1') },
      },
    ]);
  });

  test('takes nothing of a debugger over from its starter', async () => {
    const before = process.env['NODE_OPTIONS'];
    process.env['NODE_OPTIONS'] = '--require /nowhere/loader.js';
    const { connection, events } = start(await digitsRequest({ epochs: 1 }));
    if (before === undefined) delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = before;
    await connection.closed;
    expect(endOf(events)).toMatchObject({ reason: 'completed' });
  });
});

describe('the command line', () => {
  async function command(
    ...argv: readonly string[]
  ): Promise<{ readonly status: number; readonly output: string; readonly errors: string }> {
    const recorded = recordOutput();
    const status = await trainCommand.run(argv, { ...recorded, engineScript: script });
    return { status, output: recorded.text.out, errors: recorded.text.err };
  }

  test('writes the JSON lines of a training', async () => {
    const { file, dataFolders } = await digitsRequest();
    const { status, output } = await command(
      file,
      '--json',
      '--epochs',
      '1',
      '--limit',
      '32',
      '--seed',
      '5',
      '--data-folder',
      `mnist=${dataFolders?.['mnist'] ?? ''}`,
    );
    expect(status).toBe(0);
    const lines = output
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      { event: 'start', examples: { train: 32 }, epochs: 1, seed: 5 },
      { event: 'batch', epoch: 1, step: 1, steps: 2 },
      { event: 'batch', epoch: 1, step: 2 },
      { event: 'epoch', epoch: 1, logs: { loss: expect.any(Number), accuracy: expect.any(Number) } },
      { event: 'evaluate', logs: { loss: expect.any(Number), accuracy: expect.any(Number) } },
      { event: 'end', reason: 'completed' },
    ]);
  });

  test('tells a person the same, and fails where an assertion does', async () => {
    const { file, dataFolders } = await digitsRequest();
    await writeFile(file, digitsSource.replace('epochs: 2', 'epochs: 1\n  assert test.accuracy > 1'));
    const { status, output } = await command(file, '--data-folder', `mnist=${dataFolders?.['mnist'] ?? ''}`);
    expect(output).toMatch(/epoch 1 of 1 · [\d.]+ s · loss [\d.]+ · accuracy [\d.]+\n/);
    expect(output).toContain('FAILS: test.accuracy > 1');
    expect(status).toBe(1);
  });

  test.each([
    [[]],
    [['a.nn', '--epochs', '0']],
    [['a.nn', '--engine', 'gpu']],
    [['a.nn', '--data-folder', 'mnist']],
    [['a.nn', '--unknown']],
  ])('refuses %j with its usage', async (argv) => {
    const { status, errors } = await command(...argv);
    expect(status).toBe(2);
    expect(errors).toContain('shapewright train FILE');
  });

  test('tells a file that is not there', async () => {
    const { status, errors } = await command('/nowhere/a.nn');
    expect(status).toBe(1);
    expect(errors).toContain('cannot be read');
  });
});

test('a process is known by its number and start', async () => {
  expect(await isSameProcess(process.pid, undefined)).toBe(true);
  expect(await isSameProcess(process.pid, 'another time')).toBe(false);
  expect(await isSameProcess(2 ** 22 + 9, undefined)).toBe(false);
});
