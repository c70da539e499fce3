import { describe, expect, test } from 'vitest';
import type { CheckpointStore } from '../../../server/src/engine/runs/checkpointStore';
import { createRunKeeper } from '../../../server/src/engine/training/runKeeper';
import { initialState } from '../../../server/src/engine/training/trainingState';
import { linearProgram, linearSession } from '../helpers/linearModel';
import { temporaryFolder } from '../helpers/temporaryFolder';

/** A training of steps of 20 ms on a clock of its own, where a checkpoint costs what is said. */
async function keptFor(
  milliseconds: number,
  cost: number,
): Promise<{ readonly share: number; readonly longest: number; readonly checkpoints: number }> {
  let [now, spent, last, longest, checkpoints] = [0, 0, 0, 0, 0];
  const store: Pick<CheckpointStore, 'save'> = {
    save: () => {
      now += cost;
      spent += cost;
      longest = Math.max(longest, now - last);
      last = now;
      checkpoints += 1;
      return Promise.resolve();
    },
  };
  const keeper = createRunKeeper({
    program: linearProgram,
    checkpoints: store as CheckpointStore,
    snapshots: await temporaryFolder(),
    now: () => now,
  });
  const session = linearSession();
  while (now < milliseconds) {
    now += 20;
    if (keeper.isDue()) await keeper.checkpoint(initialState(0), session);
  }
  return { share: spent / now, longest, checkpoints };
}

describe('checkpoints', () => {
  test.each([
    [1, 10_000],
    [100, 10_000],
    [200, 10_000],
    [1_000, 50_000],
    [20_000, 1_000_000],
  ])('that cost %i ms come every %i ms and take at most a fiftieth of the time', async (cost, interval) => {
    const { share, longest, checkpoints } = await keptFor(20_000_000, cost);
    expect(checkpoints).toBeGreaterThan(10);
    expect(share).toBeLessThanOrEqual(0.02);
    expect(longest).toBeLessThanOrEqual(interval + cost + 20);
  });

  test('with weights that are not finite are refused: what is kept stays usable', async () => {
    const saved: number[] = [];
    const store: Pick<CheckpointStore, 'save'> = { save: (step) => Promise.resolve(void saved.push(step)) };
    const keeper = createRunKeeper({
      program: linearProgram,
      checkpoints: store as CheckpointStore,
      snapshots: '',
      now: () => 0,
    });
    const session = linearSession();
    await keeper.checkpoint({ ...initialState(0), globalStep: 4 }, session);
    await session.assign(new Map([['b', { dtype: 'float32', shape: [], data: Float32Array.of(Number.NaN) }]]));
    await expect(keeper.checkpoint({ ...initialState(0), globalStep: 5 }, session)).rejects.toMatchObject({
      code: 'run/nan',
      globalStep: 4,
    });
    expect(saved).toEqual([4]);
  });
});

test('a snapshot that cannot be written is told and costs nothing else', async () => {
  const told: unknown[] = [];
  const store: Pick<CheckpointStore, 'save'> = { save: () => Promise.resolve() };
  const keeper = createRunKeeper({
    program: linearProgram,
    checkpoints: store as CheckpointStore,
    snapshots: '/dev/null/snapshots',
    now: () => 0,
    onSnapshotLost: (error) => told.push(error),
  });
  await keeper.epochEnd(initialState(0), linearSession(), true);
  expect(told).toMatchObject([{ code: 'ENOTDIR' }]);
});
