import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wordStream } from '../../../server/src/engine/training/random';
import { bundleEngine } from '../helpers/bundleEngine';
import { attempt, finalChecksum, nextRequest, optimizers, requestFor, type KillSetUp } from '../helpers/killedRuns';
import { digitsRequest, divergingSource, follow } from '../helpers/digitsRun';
import { makeTemporaryFolder } from '../helpers/makeTemporaryFolder';

let script = '';
const temporary = await makeTemporaryFolder();

beforeAll(async () => {
  script = await bundleEngine('soakEngine');
});

afterAll(() => temporary.remove());

/** Kills at seeded events: moments spread over loading, training, validation and the writing of checkpoints. */
async function killedAndResumed(setUp: KillSetUp, kills: number, seed: number): Promise<string> {
  const draw = wordStream([seed, 1], 0);
  const request = await requestFor(setUp);
  let killed = 0;
  for (;;) {
    let left = 4 + (draw() % 12);
    const end = await attempt(setUp, await nextRequest(request), (connection) => () => {
      left -= 1;
      if (left === 0 && killed < kills && connection.pid !== undefined) {
        killed += 1;
        process.kill(connection.pid, 'SIGKILL');
      }
    });
    if (end?.reason === 'killed') continue;
    expect(end).toMatchObject({ reason: 'completed' });
    expect(killed).toBe(kills);
    return finalChecksum(request.folder);
  }
}

async function undisturbed(setUp: KillSetUp): Promise<string> {
  const request = await requestFor(setUp);
  expect(await attempt(setUp, request)).toMatchObject({ reason: 'completed' });
  return finalChecksum(request.folder);
}

/** The whole of it, 200 kills over all optimizers, is `npm run soak -- kills`. */
test.each([
  ['wasm', 4],
  ['native', 6],
] as const)('on the %s engine a killed and resumed run ends with the same bytes', async (engine, index) => {
  const setUp = { script, engine, optimizer: optimizers[index] ?? '', epochs: 5 };
  const whole = await undisturbed({ ...setUp, folder: join(temporary.folder, engine) });
  expect(await killedAndResumed({ ...setUp, folder: join(temporary.folder, `${engine}-killed`) }, 2, index)).toBe(
    whole,
  );
});

test.each(['wasm', 'native'] as const)(
  'on the %s engine the layer that gave the first NaN is named',
  async (engine) => {
    const request = await digitsRequest({ source: divergingSource, engine });
    const { error } = await (await follow(request, { script })).ended;
    expect(error).toMatchObject({
      code: 'run/nan',
      layer: 'explodes',
      cause: expect.stringContaining('explodes was the first'),
    });
  },
);
