import { execFile } from 'node:child_process';
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
import { freePort } from '../../helpers/freePort';
import { rayToolsPython } from '../../helpers/rayTools';
import { makeTemporaryFolder } from '../helpers/makeTemporaryFolder';

/** Ten batches of 64. */
const limit = 640;

describe('an exported training', () => {
  let folder: string;
  let one: readonly RunEvent[];
  let two: readonly RunEvent[];
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const temporary = await makeTemporaryFolder();
    ({ folder } = temporary);
    remove = temporary.remove;
    await exportDigits(folder, limit);
    one = await trainExported(folder, { workers: 1, port: 0, run: join(folder, 'one') });
    two = await trainExported(folder, { workers: 2, port: await freePort(), run: join(folder, 'two') });
  });

  afterAll(() => remove());

  test('gives by two processes the losses of one', () => {
    const [alone, together] = [lossesOf(one), lossesOf(two)];
    expect(alone).toHaveLength(10);
    for (const [step, loss] of alone.entries()) expect(together[step]).toBeCloseTo(loss, 4);
  });

  test.each([
    [1, 0, 0],
    [2, 1, 0],
    [10, -7, 3],
    [1001, 2 ** 40 + 5, 12],
  ])('orders %i examples of seed %i in epoch %i as our engines do', async (length, seed, epoch) => {
    const script = `import order; print(order.permutation(${length}, ${seed}, ${epoch}).tolist())`;
    const { stdout } = await promisify(execFile)(await rayToolsPython(), ['-c', script], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual([...permutation(length, seed, 'shuffle', epoch)]);
  });

  test('gives the losses of the native engine', async () => {
    const { request, context } = await digitsSample(limit);
    const native = await engineLosses(request, context, 10);
    for (const [step, loss] of native.entries()) expect(Math.abs((lossesOf(one)[step] ?? 0) - loss)).toBeLessThan(1e-3);
  });

  test('leaves a log and a checkpoint that the run store reads', async () => {
    expect(one.map(({ event }) => event)).toEqual([
      'start',
      'state',
      ...Array.from({ length: 10 }, () => 'batch'),
      'epoch',
      'state',
      'evaluate',
      'end',
    ]);
    const checkpoint = await openCheckpoints(join(folder, 'two', 'checkpoints')).load('last');
    const { state, variables } = decodeState(checkpoint?.content ?? { tensors: new Map(), metadata: new Map() });
    expect(state).toMatchObject({ epoch: 1, step: 0, globalStep: 10 });
    expect([...variables.keys()]).toContain('Conv2D/kernel');
    expect(variables.get('optimizer/iterations')).toEqual({ dtype: 'int32', shape: [], data: Int32Array.of(10) });
  });

  test('says what it is', async () => {
    const readme = await readFile(join(folder, 'README.md'), 'utf8');
    expect(readme).toContain('ray job submit');
    expect(await readFile(join(folder, 'data.py'), 'utf8')).toContain('data digits = mnist -> Rescaling(1/255)');
  });
});
