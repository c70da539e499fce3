/** An engine process on the compiler's reference interpreter: the whole way of a run without a back end. */
import type { Engine } from '../../../server/src/engine/backend';
import { enterEngineProcess } from '../../../server/src/engine/processEntry';
import { referenceSession } from './referenceSession';

const {
  TEST_FAULT: fault,
  TEST_GRACE_TIME: graceTime = '30000',
  TEST_MEMORY: memory = '1e12',
  TEST_PACE: pace,
} = process.env;

const reference: Engine = {
  name: 'wasm',
  version: 'reference',
  load: (program, { variables }) => {
    const session = referenceSession(program, variables);
    let calls = 0;
    return Promise.resolve({
      ...session,
      run: (name, feeds, results) => {
        calls += 1;
        if (calls > 3) fail();
        return session.run(name, feeds, results);
      },
    });
  },
};

/** Runs out of memory in earnest: of what an array may take, or of V8's heap, which ends the process. */
function fail(): void {
  if (fault === 'allocation') throw new Error(String(new ArrayBuffer(2 ** 52).byteLength));
  if (fault !== 'heap') return;
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => index + kept.length + 0.5));
}

enterEngineProcess({
  selectEngine: () => Promise.resolve({ engine: reference, reason: 'a test' }),
  graceTime: Number(graceTime),
  availableMemory: () => Number(memory),
  ...(pace === undefined ? {} : { pace: { shortest: Number(pace), factor: 0 } }),
});
