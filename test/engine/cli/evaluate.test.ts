import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runName } from '../../../server/src/engine/runs/runFolder';
import type { AssertionOutcome, Logs } from '../../../server/src/protocol/runEvents';
import { bundleCommandLine, type CommandLine } from '../../helpers/commandLine';
import { bundleEngine } from '../helpers/bundleEngine';
import { madeRecord, writeKeptRun } from '../../helpers/keptRun';
import { digitsRequest, digitsSource, follow } from '../helpers/digitsRun';

let shapewright: CommandLine;
let script = '';

beforeAll(async () => {
  [shapewright, script] = await Promise.all([bundleCommandLine('evaluate'), bundleEngine('referenceEngine')]);
});

interface Figures {
  readonly engine: string;
  readonly examples: number;
  readonly split: string;
  readonly logs: Logs;
  readonly weights: string;
  readonly assertions: readonly AssertionOutcome[];
}

test('evaluate gives the figures of a run again, on both engines, of every part that there is', async () => {
  const request = await digitsRequest({
    source: digitsSource.replace('  epochs: 2', '  assert test.loss < 100\n  assert accuracy > 1\n  epochs: 2'),
  });
  const { events, ended } = await follow(request, { script });
  await ended;
  const told = events.find((event) => event.event === 'evaluate')?.logs ?? {};
  const run = runName(request.folder);
  const cwd = dirname(request.file);
  const evaluate = (...argv: readonly string[]) => shapewright(['evaluate', 'digits.nn', ...argv], { cwd });
  const figures = async (...argv: readonly string[]): Promise<Figures> => {
    const { status, out, err } = await evaluate(...argv, '--json');
    expect(status, err).toBe(0);
    return JSON.parse(out) as Figures;
  };

  const wasm = await figures('--engine', 'wasm');
  expect(wasm).toMatchObject({
    engine: 'wasm',
    examples: 64,
    split: 'test',
    weights: `the best weights of run ${run}`,
  });
  expect(wasm.assertions).toEqual([{ text: 'test.loss < 100', holds: true, value: wasm.logs['loss'] }]);
  expectClose(wasm.logs, told);
  // A newer run that has no weights yet is no reason to have none.
  await writeKeptRun(cwd, madeRecord('7ZZZZZZZZZZZZZZZZZZZZZZZZZ', { file: request.file, model: 'Digits' }), {});
  expect((await figures('--engine', 'wasm')).weights).toBe(wasm.weights);
  const native = await figures('--run', run, '--engine', 'native');
  expect(native.engine).toBe('native');
  expectClose(native.logs, told);
  await shapewright(['runs', 'export', run, 'own.safetensors', '--to', 'safetensors'], { cwd });
  const table = await shapewright(['runs', 'export', run, '-', '--to', 'csv'], { cwd });
  expect(table).toEqual({ status: 0, out: expect.stringMatching(/^epoch,seconds,[^]*\n1,/) as string, err: '' });
  const dataFolder = ['--data-folder', `mnist=${cwd}`];
  expectClose((await figures('--weights', join(cwd, 'own.safetensors'), '--engine', 'wasm', ...dataFolder)).logs, told);

  expect(await figures('--split', 'train', '--limit', '16', '--engine', 'wasm')).toMatchObject({ examples: 16 });
  const validation = await evaluate('--split', 'validation', '--engine', 'wasm', '--json');
  expect(validation.status).toBe(1);
  expect(JSON.parse(validation.out)).toMatchObject({ error: { code: 'run/split' } });
  expect(await evaluate('--run', 'nothing')).toMatchObject({ status: 1, out: '' });

  await writeFile(request.file, request.source.replace('test.loss < 100', 'test.accuracy > 1'));
  const failed = await evaluate('--engine', 'wasm');
  expect(failed.status).toBe(1);
  expect(failed.out).toMatch(
    /^test · loss [\d.]+ · accuracy [\d.]+ · 64 examples\nFAILS: test\.accuracy > 1\nthe best/,
  );
});

test('a model that was never trained is not evaluated, and two kinds of weights are one too many', async () => {
  const { file } = await digitsRequest();
  const { status, err } = await shapewright(['evaluate', file]);
  expect(status).toBe(1);
  expect(err).toContain('There are no weights of Digits to evaluate');
  expect(await shapewright(['evaluate', file, '--run', 'last', '--weights', 'x'])).toMatchObject({
    status: 2,
    err: expect.stringContaining('exclude each other'),
  });
});

function expectClose(found: Logs, wanted: Logs): void {
  expect(Object.keys(wanted)).toEqual(['loss', 'accuracy']);
  expect(Object.keys(found)).toEqual(Object.keys(wanted));
  for (const [name, value] of Object.entries(wanted)) expect(found[name]).toBeCloseTo(value, 4);
}
