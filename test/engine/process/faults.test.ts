/** What must hold when things go wrong: each fault is caused, in a real engine process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { attachEngine } from '../../../server/src/engine/launch';
import { openCheckpoints } from '../../../server/src/engine/runs/checkpointStore';
import { readEventLog } from '../../../server/src/engine/runs/eventLog';
import { resumeRequest } from '../../../server/src/engine/runs/resumeRequest';
import { claimRunFolder, runFiles } from '../../../server/src/engine/runs/runFolder';
import { listRuns, resumableRuns } from '../../../server/src/engine/runs/runList';
import { readRunRecord, readRunStatus, type RunStatus } from '../../../server/src/engine/runs/runRecord';
import { currentEvents } from '../../../server/src/protocol/currentEvents';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { bundleEngine } from '../helpers/bundleEngine';
import { digitsRequest, digitsSource, divergingSource, follow } from '../helpers/digitsRun';
import { finalChecksum } from '../helpers/killedRuns';

let script = '';

beforeAll(async () => {
  script = await bundleEngine('referenceEngine');
});

/** Checkpoints as often as can be. */
const often = { TEST_PACE: '0' };

describe('memory', () => {
  test('that a model cannot have is refused with the estimate and a batch that fits, before a weight is made', async () => {
    const source = digitsSource.replace('Dense(10', 'Dense(40000000) -> Dense(10');
    const { ended, events } = await follow(await digitsRequest({ source }), {
      script,
      environment: { TEST_MEMORY: '64e9' },
    });
    const { reason, error } = await ended;
    expect(reason).toBe('failed');
    expect(error).toMatchObject({
      code: 'engine/memory',
      message: expect.stringMatching(/needs about [\d.,]+ GB .* 64 GB are free/),
    });
    expect(events.some(({ event }) => event === 'start')).toBe(false);
  });

  test('that only a smaller batch fits into offers that batch', async () => {
    const source = digitsSource
      .replace('-> Flatten', '-> Conv2D(8, 3, activation=relu) -> Flatten')
      .replace('batch_size: 16', 'batch_size: 64')
      .replace('epochs: 2', 'epochs: 1');
    const environment = { TEST_MEMORY: '1500000' };
    const request = await digitsRequest({ source });
    const { error } = await (await follow(request, { script, environment })).ended;
    expect(error?.batchSize).toBeLessThan(64);
    expect(error?.nextStep).toContain(`batch_size: ${error?.batchSize ?? 'none'}`);
    const smaller = await digitsRequest({ source, batchSize: error?.batchSize ?? 0 });
    expect(await (await follow(smaller, { script, environment })).ended).toMatchObject({ reason: 'completed' });
  });

  test('that runs out in a step is told by name, with half the batch', async () => {
    const { ended } = await follow(await digitsRequest(), { script, environment: { TEST_FAULT: 'allocation' } });
    expect((await ended).error).toMatchObject({
      code: 'engine/memory',
      cause: expect.stringContaining('allocation failed'),
      batchSize: 8,
    });
  });

  test('that ends the process is told by name', async () => {
    const { ended } = await follow(await digitsRequest(), {
      script,
      environment: { TEST_FAULT: 'heap', NODE_OPTIONS: '--max-old-space-size=48' },
    });
    expect(await ended).toMatchObject({ reason: 'killed', error: { code: 'engine/memory' } });
  });
});

describe('numbers that are not finite', () => {
  test('stop the run in their batch; the first layer that gave one is named on its line', async () => {
    const request = await digitsRequest({ source: divergingSource });
    const { ended, events } = await follow(request, { script, environment: often });
    const { reason, error } = await ended;
    expect(reason).toBe('failed');
    expect(error).toMatchObject({ code: 'run/nan', layer: 'explodes' });
    const { start = 0, end = 0 } = error?.span ?? {};
    expect(divergingSource.slice(start, end)).toMatch(/^Dense\(/);
    expect(events.filter((event) => event.event === 'batch').every(({ logs }) => Number.isFinite(logs['loss']))).toBe(
      true,
    );
    const kept = await openCheckpoints(runFiles(request.folder).checkpoints).load('last');
    for (const { data } of kept?.content.tensors.values() ?? [])
      expect(data.every((value) => Number.isFinite(value))).toBe(true);
  });
});

describe('an attempt after another', () => {
  const source = digitsSource
    .replace('-> Flatten', '-> Flatten -> Dropout(0.2)')
    .replace('optimizer: sgd', 'optimizer: adam')
    .replace('epochs: 2', 'epochs: 20');

  async function stoppedAt(epoch: number, request: EngineRequest): Promise<readonly RunEvent[]> {
    const { ended, events } = await follow(request, { script }, (event, connection) => {
      if (event.event === 'batch' && event.epoch === epoch) connection.stop();
    });
    expect(await ended).toMatchObject({ reason: 'stopped' });
    return events;
  }

  test('goes on where the last one was stopped, counts on, and takes back what it repeats', async () => {
    const request = await digitsRequest({ source });
    const first = await stoppedAt(3, request);
    const [waiting] = await resumableRuns(dirname(request.file));
    expect(waiting).toMatchObject({
      folder: request.folder,
      state: 'stopped',
      attempt: 1,
      record: { train: 'Digits', epochs: 20 },
    });

    const { ended, events } = await follow(await resumeRequest(request.folder), { script });
    expect(await ended).toMatchObject({ reason: 'completed', attempt: 2 });
    expect(events[0]?.sequence).toBe(first.length + 1);
    expect(events.find((event) => event.event === 'start')).toMatchObject({
      resumedFrom: { epoch: expect.any(Number), step: expect.any(Number) },
    });
    const log = await readEventLog(runFiles(request.folder).events);
    expect(log.events.map(({ sequence }) => sequence)).toEqual(log.events.map((_, index) => index + 1));
    const epochs = currentEvents(log.events).flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []));
    expect(epochs).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(currentEvents(log.events).filter(({ event }) => event === 'end')).toHaveLength(1);
    expect(await resumableRuns(dirname(request.file))).toEqual([]);
  });

  test('is refused where the data are others', async () => {
    const request = await digitsRequest({ source });
    await stoppedAt(2, request);
    const images = join(dirname(request.file), 'train-images-idx3-ubyte');
    const bytes = await readFile(images);
    bytes[500] = (bytes[500] ?? 0) ^ 1;
    await writeFile(images, bytes);
    expect((await (await follow(await resumeRequest(request.folder), { script })).ended).error).toMatchObject({
      code: 'run/changed',
    });
  });

  test('passes over damaged and hostile checkpoints, and says so', async () => {
    const request = await digitsRequest({ source });
    const { ended } = await follow(request, { script, environment: often }, (event, connection) => {
      if (event.event === 'batch' && event.epoch === 4) connection.stop();
    });
    await ended;
    const store = openCheckpoints(runFiles(request.folder).checkpoints);
    const [newest, second, third] = (await store.list()).filter(({ best }) => !best);
    await truncate(newest?.file ?? '', 100);
    const hostile = new Uint8Array(16);
    new DataView(hostile.buffer).setBigUint64(0, 2n ** 62n, true);
    await writeFile(second?.file ?? '', hostile);
    const resumed = await follow(await resumeRequest(request.folder), { script });
    expect(await resumed.ended).toMatchObject({ reason: 'completed' });
    expect(resumed.events.flatMap((event) => (event.event === 'warning' ? [event.code] : []))).toEqual([
      'run/checkpoint',
      'run/checkpoint',
    ]);
    const at = resumed.events.find((event) => event.event === 'start')?.resumedFrom;
    expect(((at?.epoch ?? 0) - 1) * 4 + (at?.step ?? 0)).toBe(third?.step);
  });

  test('keeps imported files as they were', async () => {
    const request = await digitsRequest();
    const library = join(dirname(request.file), 'blocks.nn');
    await writeFile(library, 'block Head(n) {\n  in -> Flatten -> Dense(n, activation=softmax)\n}\n');
    const importing = {
      ...request,
      source: `import "blocks.nn"\n${source.replace('Flatten -> Dropout(0.2) -> Dense(10, activation=softmax)', 'Head(10)')}`,
    };
    await stoppedAt(2, importing);
    await writeFile(library, 'block Head(n) {\n  in -> Flatten -> Dense(7) -> Dense(n, activation=softmax)\n}\n');
    expect(Object.keys((await readRunRecord(runFiles(request.folder).run))?.imports ?? {})).toHaveLength(1);
    expect(await (await follow(await resumeRequest(request.folder), { script })).ended).toMatchObject({
      reason: 'completed',
    });
  });

  test('by two at once is one: the other sees the first', async () => {
    const request = await digitsRequest({ source: source.replace('epochs: 20', 'epochs: 100000') });
    await stoppedAt(2, request);
    const resume = await resumeRequest(request.folder);
    const stopLater = (event: RunEvent, connection: { stop(): void }): void => {
      if (event.event === 'epoch' && event.epoch > 3) connection.stop();
    };
    const both = await Promise.all([follow(resume, { script }, stopLater), follow(resume, { script }, stopLater)]);
    const ends = await Promise.all(both.map(({ ended }) => ended));
    expect(ends.filter(({ reason }) => reason === 'stopped').length).toBeGreaterThanOrEqual(1);
    const { events } = await readEventLog(runFiles(request.folder).events);
    expect(Math.max(...events.map(({ attempt }) => attempt))).toBe(2);
  });
});

describe('weights of another run', () => {
  test('are carried over layer by layer where path and shapes agree', async () => {
    const wide = digitsSource.replace('-> Dense(10', '-> Dense(8, activation=relu) -> Dense(6) -> Dense(10');
    const request = await digitsRequest({ source: wide, epochs: 1 });
    await (
      await follow(request, { script })
    ).ended;
    const { folder } = await claimRunFolder(dirname(request.file));
    const edited = { ...request, folder, source: wide.replace('Dense(6)', 'Dense(5)'), weights: 'Digits' };
    const { ended, events } = await follow(edited, { script });
    expect(await ended).toMatchObject({ reason: 'completed' });
    const carried = events.find((event) => event.event === 'start')?.carried ?? [];
    expect(carried.map(({ taken, reason }) => (taken ? 'taken' : reason))).toEqual([
      'taken',
      'kernel is [8, 5] here and [8, 6] there',
      'kernel is [5, 10] here and [6, 10] there',
    ]);
  });
});

describe('windows', () => {
  const endless = { source: digitsSource.replace('epochs: 2', 'epochs: 1000000') };

  async function statusWhen(folder: string, wanted: (status: RunStatus) => boolean): Promise<RunStatus> {
    const { status: file } = runFiles(folder);
    return new Promise((resolve) => {
      const look = async (): Promise<void> => {
        const status = await readRunStatus(file);
        if (status === undefined || !wanted(status)) return;
        watcher.close();
        resolve(status);
      };
      const watcher = watch(folder, () => void look());
      void look();
    });
  }

  test('that die leave no orphan: the engine writes a checkpoint and ends', async () => {
    const request = await digitsRequest(endless);
    const parent = spawn(process.execPath, [await bundleEngine('orphan'), script, JSON.stringify(request)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    expect(await statusWhen(request.folder, ({ state }) => state === 'stopped')).toMatchObject({ state: 'stopped' });
    expect((await openCheckpoints(runFiles(request.folder).checkpoints).load('last'))?.step).toBeGreaterThan(0);
    const [run] = await listRuns(dirname(request.file));
    expect(run).toMatchObject({ state: 'stopped', resumable: true });
  });

  test('of two both see the run, and either stops it', async () => {
    const request = await digitsRequest(endless);
    const seen: RunEvent[] = [];
    let second: ReturnType<typeof attachEngine> | undefined;
    const first = await follow(request, { script }, (event) => {
      if (event.event !== 'epoch') return;
      second ??= attachEngine(request.folder, 0, {
        onEvents: (events) => {
          seen.push(...events);
          if (events.some((late) => late.event === 'epoch' && late.epoch > 3))
            void second?.then((connection) => connection?.stop());
        },
      });
    });
    expect(await first.ended).toMatchObject({ reason: 'stopped' });
    await (
      await second
    )?.closed;
    expect(seen).toEqual(first.events);
  });
});

test('a run that was killed before its training began can be started again', async () => {
  const request = await digitsRequest();
  const killed = await follow(request, { script }, (event, { pid }) => {
    if (event.event === 'state' && pid !== undefined) process.kill(pid, 'SIGKILL');
  });
  expect(await killed.ended).toMatchObject({ reason: 'killed' });
  const again = await follow(request, { script });
  expect(await again.ended).toMatchObject({ reason: 'completed', attempt: 2 });
  expect(await finalChecksum(request.folder)).toMatch(/^[0-9a-f]{64}$/);
  await mkdir(join(dirname(request.folder), 'no-run'));
  expect(await listRuns(dirname(request.file))).toMatchObject([{ state: 'completed', resumable: false }]);
});
