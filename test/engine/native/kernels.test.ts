import { expect, it } from 'vitest';
import { inChild } from './inChild';
import { tiledCases } from './tiledCases';
import type { TiledReport } from './runTiled';

/** Winograd's transforms round more than a plain sum: up to 1e-5 of the root mean square was seen. */
const tolerance = 2e-5;

const reportOf = async (environment: NodeJS.ProcessEnv): Promise<TiledReport> =>
  (await inChild('runTiled.ts', environment)) as TiledReport;

it('convolves by tiles as float64 does, with the same bits on one thread and on three', async () => {
  const alone = await reportOf({ TF_NUM_INTRAOP_THREADS: '1' });
  expect(alone.engine).toMatch(/, kernels for \w+$/);
  expect(alone.outcomes).toHaveLength(tiledCases().length);
  expect(alone.outcomes.filter(({ own, error }) => !own || !(error < tolerance))).toEqual([]);
  const shared = await reportOf({ TF_NUM_INTRAOP_THREADS: '3' });
  expect(shared.outcomes.map(({ hash }) => hash)).toEqual(alone.outcomes.map(({ hash }) => hash));
});

it('computes with the instructions that a resumed run names', async () => {
  const smaller = await reportOf({ SHAPEWRIGHT_KERNELS: process.arch === 'x64' ? 'avx2' : 'neon' });
  expect(smaller.engine).toMatch(/, kernels for (avx2|neon)$/);
  expect(smaller.outcomes.filter(({ error }) => !(error < tolerance))).toEqual([]);
});

it('leaves convolutions to TensorFlow where it is told so', async () => {
  const { engine, outcomes } = await reportOf({ SHAPEWRIGHT_KERNELS: 'off' });
  expect(engine).not.toContain('kernels');
  expect(outcomes.filter(({ error }) => !(error < tolerance))).toEqual([]);
});
