import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCheckpoints } from '../../../server/src/engine/runs/checkpointStore';
import { permutation } from '../../../server/src/engine/training/random';
import { decodeState } from '../../../server/src/engine/training/trainingState';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { engineLosses } from '../helpers/engineLosses';
import { digitsSample, exportDigits, lossesOf, trainExported } from '../helpers/exportedDigits';
import { rayToolsPython } from '../../helpers/rayTools';
import { makeTemporaryFolder } from '../helpers/makeTemporaryFolder';

/** Ten batches of 64. */
const limit = 640;

/**
 * What workers must have in common: statistics of a batch, masks, flips, and a last batch that two cannot share. A bias
 * before the normalization would have gradients of rounding alone, which Adam makes as large as any.
 */
const shared = {
  limit: limit + 31,
  source: `
data digits = mnist -> Rescaling(1/255) -> RandomFlip(horizontal)

model Digits {
  input digits
    -> Conv2D(8, 3, strides=2, use_bias=false) -> BatchNormalization -> ReLU
    -> Flatten -> Dropout(0.5) -> Dense(10, activation=softmax)
}

train Digits on digits {
  optimizer: adam
  loss: categorical_crossentropy
  metrics: [accuracy]
  epochs: 1
  batch_size: 64
}
`,
};

describe('an exported training', () => {
  let folder: string;
  let sample: string;
  let one: readonly RunEvent[];
  let alone: readonly RunEvent[];
  let together: readonly RunEvent[];
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const temporary = await makeTemporaryFolder();
    ({ folder } = temporary);
    remove = temporary.remove;
    sample = join(folder, 'sample');
    await exportDigits(sample, { limit });
    const content = join(folder, 'shared');
    await exportDigits(content, shared);
    // In double precision: rounding alone would part them sooner or later, and hide a mistake that is small.
    const train = (workers: number) =>
      trainExported(content, { workers, run: join(folder, String(workers)), flags: ['--double'] });
    [one, alone] = await Promise.all([
      trainExported(sample, { workers: 1, run: join(folder, 'one'), flags: ['--steps', '10'] }),
      train(1),
    ]);
    together = await train(2);
  }, 500_000);

  afterAll(() => remove());

  // Six digits, since Keras normalizes batches in single precision even so.
  test('gives by two processes the losses of one', () => {
    const losses = lossesOf(alone);
    expect(losses).toHaveLength(11);
    for (const [step, loss] of lossesOf(together).entries()) expect(loss).toBeCloseTo(losses[step] ?? Number.NaN, 6);
    expect(testLoss(together)).toBeCloseTo(testLoss(alone), 6);
  });

  test.each([
    [1, 0, 0],
    [2, 1, 0],
    [10, -7, 3],
    [1001, 2 ** 40 + 5, 12],
  ])('orders %i examples of seed %i in epoch %i as our engines do', async (length, seed, epoch) => {
    const script = `import order; print(order.permutation(${length}, ${seed}, ${epoch}).tolist())`;
    const { stdout } = await promisify(execFile)(await rayToolsPython(), ['-c', script], { cwd: sample });
    expect(JSON.parse(stdout)).toEqual([...permutation(length, seed, 'shuffle', epoch)]);
  });

  test('tells the package that is missing where it trains, and the command that installs it', async () => {
    const script = `import json, train; print(json.dumps(train.end_of(ModuleNotFoundError("none", name="jax"))))`;
    const { stdout } = await promisify(execFile)(await rayToolsPython(), ['-c', script], { cwd: sample });
    expect(JSON.parse(stdout)).toMatchObject({
      event: 'end',
      reason: 'failed',
      error: {
        code: 'python/packages',
        message: 'The Python that trains has no jax',
        nextStep: expect.stringContaining('pip install --requirement requirements.txt'),
      },
    });
  });

  test('gives the losses of the native engine', async () => {
    const { request, context } = await digitsSample({ limit });
    const native = await engineLosses(request, context, 10);
    for (const [step, loss] of native.entries()) expect(Math.abs((lossesOf(one)[step] ?? 0) - loss)).toBeLessThan(1e-3);
  });

  test('leaves a log and a checkpoint that the run store reads', async () => {
    expect(together.map(({ event }) => event)).toEqual([
      'start',
      'state',
      ...Array.from({ length: 11 }, () => 'batch'),
      'epoch',
      'state',
      'evaluate',
      'end',
    ]);
    const checkpoint = await openCheckpoints(join(folder, '2', 'checkpoints')).load('last');
    const { state, variables } = decodeState(checkpoint?.content ?? { tensors: new Map(), metadata: new Map() });
    expect(state).toMatchObject({ epoch: 1, step: 0, globalStep: 11 });
    expect([...variables.keys()]).toContain('BatchNormalization/moving_variance');
    expect(variables.get('optimizer/iterations')).toEqual({ dtype: 'int32', shape: [], data: Int32Array.of(11) });
  });

  test('is refused where the data have a random step that Keras would not do, with what to do about it', async () => {
    const refused = exportDigits(join(folder, 'refused'), {
      limit: 64,
      source: shared.source.replace('RandomFlip(horizontal)', 'RandomRotation(0.1)'),
    });
    await expect(refused).rejects.toMatchObject({
      code: 'data/step',
      message: 'The step RandomRotation of the data is not done elsewhere',
      nextStep: expect.stringContaining('Put RandomRotation into the model'),
    });
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });

  test('says what it is', async () => {
    const readme = await readFile(join(sample, 'README.md'), 'utf8');
    expect(readme).toContain('ray job submit');
    expect(await readFile(join(sample, 'data.py'), 'utf8')).toContain('data digits = mnist -> Rescaling(1/255)');
  });
});

/** On the test digits. */
function testLoss(events: readonly RunEvent[]): number {
  return events.find((event) => event.event === 'evaluate')?.logs['loss'] ?? Number.NaN;
}
