import { beforeEach, describe, expect, test } from 'vitest';
import { TrainingSupervisor, type StartRequest } from '../../../client/src/training/supervisor';
import type { RunUpdate } from '../../../client/src/training/supervisedRun';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { FakeEngineHost, killed, type FakeEngine } from '../../helpers/fakeEngineHost';
import { runFixture } from '../../helpers/panel/runFixture';

const target = { uri: 'file:///w/mnist.nn', train: 'fast' };
const request: StartRequest = {
  target,
  root: '/w',
  file: '/w/mnist.nn',
  source: 'model …',
  train: 'fast',
  engine: 'auto',
};
const events = runFixture({ epochs: 2, steps: 10, until: 1000, complete: true });

let host: FakeEngineHost;
let supervisor: TrainingSupervisor;
let updates: RunUpdate[];

beforeEach(() => {
  host = new FakeEngineHost();
  supervisor = new TrainingSupervisor(host);
  updates = [];
  supervisor.onUpdate((update) => updates.push(update));
});

function engine(index = 0): FakeEngine {
  const found = host.engines[index];
  if (found === undefined) throw new Error('no engine was started');
  return found;
}

function states(): readonly string[] {
  return updates.map(({ condition }) => condition.state).filter((state, index, all) => state !== all[index - 1]);
}

describe('a run', () => {
  test('goes from the start to its end with the text as it was', async () => {
    const run = await supervisor.start(request);
    engine().emit(...events);
    expect(host.requests).toEqual([
      { folder: '/w/runs/1', file: '/w/mnist.nn', source: 'model …', workspace: '/w', train: 'fast', engine: 'auto' },
    ]);
    expect(states()).toEqual(['starting', 'completed']);
    expect(run.history.events().map(({ sequence }) => sequence)).toEqual(events.map(({ sequence }) => sequence));
    engine().kill();
    expect(run.condition).toEqual({ state: 'completed' });
  });

  test('pauses, resumes and stops by messages to the engine', async () => {
    const run = await supervisor.start(request);
    engine().emit(...events.slice(0, 5));
    run.resume();
    run.pause();
    engine().emit({ event: 'state', state: 'paused', sequence: 6, attempt: 1, time: 0 });
    run.pause();
    run.resume();
    run.stop();
    expect(engine().received).toEqual(['pause', 'resume', 'stop']);
    engine().emit({ event: 'state', state: 'training', sequence: 7, attempt: 1, time: 0 });
    expect(run.condition.state).toBe('stopping');
    engine().emit({ event: 'end', reason: 'stopped', sequence: 8, attempt: 1, time: 0 });
    expect(run.condition).toEqual({ state: 'stopped' });
  });

  test.each(['ray', 'python'] as const)('by %s cannot be paused, but stopped', async (trainer) => {
    const run = await supervisor.start(request);
    const here = events.slice(0, 5).map((event) => (event.event === 'start' ? { ...event, engine: trainer } : event));
    engine().emit(...here);
    expect(run.condition.state).toBe('training');
    expect(run.canPause).toBe(false);
    run.pause();
    run.stop();
    expect(engine().received).toEqual(['stop']);
  });

  test('a killed engine is a failure with its cause and the next step, and the next training starts', async () => {
    const run = await supervisor.start(request);
    engine().emit(...events.slice(0, 6));
    engine().kill();
    expect(run.condition).toEqual({ state: 'failed', error: killed });
    expect(supervisor.liveRuns).toEqual([]);
    const next = await supervisor.start(request);
    engine(1).emit(...events);
    expect(next).not.toBe(run);
    expect(supervisor.runOf(target)?.condition.state).toBe('completed');
  });

  test('an engine that cannot start is a failure, not an exception', async () => {
    host.launchError = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const run = await supervisor.start(request);
    expect(run.condition.error).toMatchObject({ code: 'run/disk-full', cause: 'no space left' });
    await supervisor.start(request);
    expect(supervisor.runOf(target)?.condition.state).toBe('starting');
  });
});

describe('windows', () => {
  test('two starts of one target are one run', async () => {
    const [first, second] = await Promise.all([supervisor.start(request), supervisor.start(request)]);
    expect(first).toBe(second);
    expect(await supervisor.start(request)).toBe(first);
    expect(host.engines).toHaveLength(1);
  });

  test('another window sees the run of the first, and both hear of its end', async () => {
    const first = await supervisor.start(request);
    engine().emit(...events.slice(0, 8));
    const other = new TrainingSupervisor(host);
    const second = await other.start(request);
    expect(host.engines).toHaveLength(1);
    expect(second.history.events()).toEqual(first.history.events());
    expect(second.condition.state).toBe('training');
    engine().emit(...events.slice(8));
    expect(second.condition.state).toBe('completed');
  });

  test('a reload takes up what runs and loses no point', async () => {
    await supervisor.start(request);
    engine().emit(...events.slice(0, 8));
    supervisor.dispose();
    expect(engine().windows).toBe(0);
    engine().emit(...events.slice(8, 12));
    const reloaded = new TrainingSupervisor(host);
    const [run] = await reloaded.reattach('/w', (file, train) => ({ uri: `file://${file}`, train }));
    expect(run?.history.sequence).toBe(12);
    expect(run?.isLive).toBe(true);
    expect(reloaded.runOf(target)).toBe(run);
  });

  test('a run that died while no window was there is shown as failed', async () => {
    await supervisor.start(request);
    engine().emit(...events.slice(0, 8));
    supervisor.dispose();
    engine().kill();
    const reloaded = new TrainingSupervisor(host);
    expect(await reloaded.reattach('/w', (file, train) => ({ uri: `file://${file}`, train }))).toEqual([]);
    const run = await reloaded.restore(target, '/w', '/w/mnist.nn');
    expect(run?.condition.error?.code).toBe('engine/killed');
    expect(run?.history.latestBatch?.step).toBe(6);
  });

  test('a disposed window hears nothing more', async () => {
    const run = await supervisor.start(request);
    supervisor.dispose();
    const before = updates.length;
    engine().emit(...events.slice(0, 3));
    engine().kill();
    expect(updates).toHaveLength(before);
    expect(run.history.sequence).toBe(0);
  });
});

test('any order of events and accidents leaves a valid state', async () => {
  const odd: readonly RunEvent[] = [...events].reverse();
  const run = await supervisor.start(request);
  for (const event of odd) engine().emit(event);
  expect(run.condition).toEqual({ state: 'completed' });
  expect(run.history.events()).toHaveLength(1);
});

describe('an interrupted run', () => {
  test('goes on in its own folder with what it has told already', async () => {
    const first = await supervisor.start(request);
    engine().emit(...events.slice(0, 5));
    engine().kill();
    expect(first.condition.state).toBe('failed');
    const again = await supervisor.continueRun(target, first.folder);
    expect(host.requests.at(-1)).toMatchObject({ folder: first.folder, resume: true });
    expect(again.condition.state).toBe('starting');
    expect(again.history.sequence).toBeGreaterThanOrEqual(5);
    expect(await supervisor.continueRun(target, first.folder)).toBe(again);
  });
});
