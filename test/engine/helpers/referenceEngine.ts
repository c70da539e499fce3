/** An engine process on the compiler's reference interpreter: the whole way of a run without a back end. */
import type { NumericTensor } from '../../../server/src/compiler/operations/definition';
import { createReferenceSession } from '../../../server/src/compiler/reference/session';
import type { Engine, Tensor } from '../../../server/src/engine/backend';
import { enterEngineProcess } from '../../../server/src/engine/processEntry';

const reference: Engine = {
  name: 'wasm',
  version: 'reference',
  load: async (program, { variables }) => {
    const session = createReferenceSession(program, variables);
    let steps = 0;
    return {
      run: async (name, feeds, results) => {
        steps += 1;
        if (steps > 3) fail(process.env['TEST_FAULT']);
        return typed(await session.run(name, feeds, results));
      },
      read: async (names) => typed(await session.read(names)),
      assign: (values) => session.assign(values),
      dispose: () => session.dispose(),
    };
  },
};

/** Runs out of memory in earnest: of what an array may take, or of V8's heap, which ends the process. */
function fail(fault: string | undefined): void {
  if (fault === 'allocation') throw new Error(String(new ArrayBuffer(2 ** 52).byteLength));
  if (fault !== 'heap') return;
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => index + kept.length + 0.5));
}

function typed(values: ReadonlyMap<string, NumericTensor>): ReadonlyMap<string, Tensor> {
  return new Map([...values].map(([name, { dtype, shape, data }]) => [name, tensor(dtype, shape, data)]));
}

function tensor(dtype: Tensor['dtype'], shape: readonly number[], data: ArrayLike<number>): Tensor {
  if (dtype === 'float32') return { dtype, shape, data: Float32Array.from(data) };
  return dtype === 'int32' ? { dtype, shape, data: Int32Array.from(data) } : { dtype, shape, data: Uint8Array.from(data) };
}

enterEngineProcess({
  selectEngine: () => Promise.resolve({ engine: reference, reason: 'a test' }),
  graceTime: Number(process.env['TEST_GRACE_TIME'] ?? 30_000),
  pace: { shortest: Number(process.env['TEST_PACE'] ?? 10_000), factor: process.env['TEST_PACE'] === undefined ? 50 : 0 },
  availableMemory: () => Number(process.env['TEST_MEMORY'] ?? 2 ** 40),
});
