/** Whose weights `--weights` and `weights:` mean by a name. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Program } from '../../../server/src/compiler/program';
import { openCheckpoints } from '../../../server/src/engine/runs/checkpointStore';
import { runFiles } from '../../../server/src/engine/runs/runFolder';
import { applyStartingWeights } from '../../../server/src/engine/training/startingWeights';
import { encodeState, initialState } from '../../../server/src/engine/training/trainingState';
import { madeRecord, writeKeptRun } from '../../helpers/keptRun';
import { temporaryFolder } from '../helpers/temporaryFolder';

const [oldest, older, newest] = [
  '01J00000000000000000000AAA',
  '01J00000000000000000000BBB',
  '01J00000000000000000000CCC',
];

/** Three runs of two set-ups, each with its number as the one weight; the newest has left none. */
async function runs(): Promise<string> {
  const root = await temporaryFolder();
  for (const [run, model, weight] of [
    [oldest, 'Net', 1],
    [older, 'Other', 2],
    [newest, 'Net', undefined],
  ] as const) {
    await writeKeptRun(root, madeRecord(run, { file: 'net.nn', model }), {});
    if (weight === undefined) continue;
    const bias = { dtype: 'float32', shape: [1], data: Float32Array.of(weight) } as const;
    const checkpoints = openCheckpoints(runFiles(join(root, '.shapewright/runs', run)).checkpoints);
    await checkpoints.save(1, encodeState(initialState(0), new Map([['Dense/bias', bias]])), true);
  }
  return join(root, '.shapewright/runs');
}

test('a set-up is its newest run with weights, last the newest of all, and a run goes by a part of its name', async () => {
  const places = { folder: '', runs: await runs() };
  const program: Program = {
    name: 'Net',
    variables: [
      {
        name: 'Dense/bias',
        dtype: 'float32',
        shape: [1],
        role: 'weight',
        trainable: true,
        initializer: { kind: 'constant', value: 0 },
      },
    ],
    functions: {},
    separable: true,
  };
  const weightOf = async (name: string): Promise<number | undefined> => {
    const { values } = await applyStartingWeights(program, new Map(), { kind: 'run', name }, places);
    return values.get('Dense/bias')?.data[0];
  };
  expect(await weightOf('Net')).toBe(1);
  expect(await weightOf('Other')).toBe(2);
  expect(await weightOf('last')).toBe(2);
  expect(await weightOf(oldest)).toBe(1);
  expect(await weightOf('bbb')).toBe(2);
  await expect(weightOf('Nut')).rejects.toMatchObject({ code: 'run/weights' });
});
