import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openCheckpoints } from '../../../server/src/engine/runs/checkpointStore';
import { permutation } from '../../../server/src/engine/training/random';
import { decodeState } from '../../../server/src/engine/training/trainingState';
import type { RunEvent } from '../../../server/src/protocol/runEvents';
import { engineLosses } from '../helpers/engineLosses';
import { digitsSample, exportDigits, lossesOf, trainExported } from '../helpers/exportedDigits';
import { rayToolsPython } from '../../helpers/rayTools';
import { makeTemporaryFolder } from '../helpers/makeTemporaryFolder';

/** Of 64 examples of the sample. */
const batches = 20;

/**
 * What workers must have in common: statistics of a batch, masks, flips, and a last batch that two cannot share. A bias
 * before the normalization would have gradients of rounding alone, which Adam makes as large as any.
 */
const shared = {
  limit: 10 * 64 + 31,
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
  let one: Trained;
  let two: Trained;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const temporary = await makeTemporaryFolder();
    ({ folder } = temporary);
    remove = temporary.remove;
    sample = join(folder, 'sample');
    await exportDigits(sample, { limit: batches * 64 });
    await exportDigits(join(folder, 'shared'), shared);
    // In double precision, and whole by one: rounding alone would part them sooner or later, and hide a small mistake.
    [one, two] = await Promise.all([train(folder, 1, '--parts', '1'), train(folder, 2)]);
  }, 500_000);

  afterAll(() => remove());

  test('gives by two processes the losses of one to the last bit', () => {
    expect(lossesOf(one.sample)).toHaveLength(batches);
    expect(lossesOf(two.sample)).toEqual(lossesOf(one.sample));
  });

  // Six digits, since Keras normalizes batches in single precision even so.
  test('gives by two processes the losses of one that computes batches whole', () => {
    const losses = lossesOf(one.shared);
    expect(losses).toHaveLength(11);
    for (const [step, loss] of lossesOf(two.shared).entries()) expect(loss).toBeCloseTo(losses[step] ?? Number.NaN, 6);
    expect(testLoss(two.shared)).toBeCloseTo(testLoss(one.shared), 6);
  });

  test('orders the examples of an epoch as our engines do', async () => {
    const cases = [
      [1, 0, 0],
      [2, 1, 0],
      [10, -7, 3],
      [1001, 2 ** 40 + 5, 12],
    ] as const;
    const script = `import order; print([order.permutation(*each).tolist() for each in ${JSON.stringify(cases)}])`;
    const { stdout } = await promisify(execFile)(await rayToolsPython(), ['-c', script], { cwd: sample });
    expect(JSON.parse(stdout)).toEqual(
      cases.map(([length, seed, epoch]) => [...permutation(length, seed, 'shuffle', epoch)]),
    );
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

  test('takes the options of train.py on Ray too, the parts of a batch among them', async () => {
    const flags = ['--workers', '1', '--parts', '1', '--limit', '128'];
    const script = `import json, ray_train, train
print(json.dumps(train.run_of(ray_train.options().parse_args(${JSON.stringify(flags)}))))`;
    const { stdout } = await promisify(execFile)(await rayToolsPython(), ['-c', script], { cwd: sample });
    expect(JSON.parse(stdout)).toMatchObject({ parts: 1, limit: 128, epochs: 1, everyStep: false, model: 'Digits' });
  });

  test('says in words how far it is, and in its log what programs read', async () => {
    const script = `import run_folder
folder = run_folder.RunFolder(${JSON.stringify(join(folder, 'words'))})
for step in (1, 2):
    logs = {"loss": 0.25, "accuracy": 1.0}
    folder.emit({"event": "batch", "epoch": 1, "step": step, "steps": 9, "logs": logs, "examplesPerSecond": 1234.5})
folder.emit({"event": "end", "reason": "completed"})`;
    const { stdout } = await promisify(execFile)(await rayToolsPython(), ['-c', script], { cwd: sample });
    expect(stdout.trim().split('\n')).toEqual([
      'epoch 1, batch 1 of 9: loss 0.2500, accuracy 1.0000 (1,234 examples/s)',
      'completed',
    ]);
    const log = await readFile(join(folder, 'words', 'events.jsonl'), 'utf8');
    expect(log.match(/^[0-9a-f]{8} \{"event":"(batch|end)"/gm)).toHaveLength(3);
  });

  test('gives the losses of the native engine', async () => {
    // Tiles of our own kernels round otherwise than JAX's sums: one value that is 0 but for rounding then falls on the
    // other side of a ReLU, and RMSprop makes 4e-3 of it by the twentieth step.
    vi.stubEnv('SHAPEWRIGHT_KERNELS', 'off');
    const { request, context } = await digitsSample({ limit: batches * 64 });
    const native = await engineLosses(request, context, batches);
    const losses = lossesOf(one.sample);
    for (const [step, loss] of native.entries()) expect(Math.abs((losses[step] ?? 0) - loss)).toBeLessThan(1e-3);
  });

  test('leaves a log and a checkpoint that the run store reads', async () => {
    expect(two.shared.map(({ event }) => event)).toEqual([
      'start',
      'state',
      ...Array.from({ length: 11 }, () => 'batch'),
      'epoch',
      'state',
      'evaluate',
      'end',
    ]);
    const checkpoint = await openCheckpoints(join(folder, 'shared-2', 'checkpoints')).load('last');
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

interface Trained {
  readonly sample: readonly RunEvent[];
  readonly shared: readonly RunEvent[];
}

/** The sample in single precision, the other in double, one after the other in the same processes. */
async function train(folder: string, workers: number, ...flags: readonly string[]): Promise<Trained> {
  const [sample = [], content = []] = await trainExported(workers, [
    {
      folder: join(folder, 'sample'),
      run: join(folder, `sample-${workers}`),
      flags: ['--steps', String(batches)],
    },
    { folder: join(folder, 'shared'), run: join(folder, `shared-${workers}`), flags: ['--double', ...flags] },
  ]);
  return { sample, shared: content };
}

/** On the test digits. */
function testLoss(events: readonly RunEvent[]): number {
  return events.find((event) => event.event === 'evaluate')?.logs['loss'] ?? Number.NaN;
}
