import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { alone } from '../../../server/src/engine/wasm/collective';
import { createInterpreter } from '../../../server/src/engine/wasm/interpreter';
import { type WasmBackend, loadWasmBackend } from '../../../server/src/engine/wasm/wasmBackend';
import { createWorkerSession } from '../../../server/src/engine/wasm/workerPool';
import { loadNumericFixtures, runNumericCase, type StartSession } from '../../helpers/numericFixtures';

const fixtures = loadNumericFixtures();
const tolerance = 1e-4;

describe('the wasm engine against Keras', () => {
  let backend: WasmBackend;
  beforeAll(async () => {
    backend = await loadWasmBackend();
  });

  const startInterpreter: StartSession = (program, variables) => {
    const interpreter = createInterpreter(program, backend, variables);
    return Promise.resolve({
      run: (name, feeds) => Promise.resolve(interpreter.run(name, feeds, alone)),
      read: (names) => Promise.resolve(interpreter.read(names)),
      dispose: async () => interpreter.dispose(),
    });
  };

  test.each(fixtures.cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const before = backend.liveBlocks();
    const errors = await runNumericCase(one, startInterpreter);
    expect(errors.filter(({ error }) => !(error < tolerance))).toEqual([]);
    expect(backend.liveBlocks()).toBe(before);
  });
});

describe('threads that share a batch', () => {
  test('the build has made the worker', () => {
    expect(existsSync(new URL('../../../dist/wasmWorker.js', import.meta.url))).toBe(true);
  });

  const shared = fixtures.cases.filter((_, index) => index % 6 === 0);
  test.each(shared.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    for (const threads of [2, 3]) {
      const errors = await runNumericCase(one, (program, variables) =>
        createWorkerSession(program, variables, threads),
      );
      expect(errors.filter(({ error }) => !(error < tolerance))).toEqual([]);
    }
  });

  test('a thread that fails ends the call with its message and does not leave the others waiting', async () => {
    const [one] = shared;
    if (one === undefined) throw new Error('there is no case');
    const failing: StartSession = async (program, variables) => {
      const session = await createWorkerSession(program, variables, 2);
      return { ...session, run: (name) => session.run(name, new Map()) };
    };
    await expect(runNumericCase(one, failing)).rejects.toThrow(/does not feed/);
  });
});
