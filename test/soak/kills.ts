/**
 * `npm run soak -- kills [--count 200] [--seed 1] [--engine wasm|native|both]`: engine processes killed by SIGKILL at
 * random moments and resumed, over all optimizers; every final checkpoint must have the bytes of the undisturbed run.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wordStream } from '../../server/src/engine/training/random';
import { bundleEngine } from '../engine/helpers/bundleEngine';
import {
  attempt,
  finalChecksum,
  nextRequest,
  optimizers,
  requestFor,
  type KillSetUp,
} from '../engine/helpers/killedRuns';
import { makeTemporaryFolder } from '../engine/helpers/makeTemporaryFolder';

const killsOfRun = 5;

/** Gives the number of runs that differed. */
export async function soak(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      count: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      engine: { type: 'string', default: 'both' },
    },
  });
  const engines =
    values.engine === 'both'
      ? (['wasm', 'native'] as const)
      : [values.engine === 'native' ? ('native' as const) : ('wasm' as const)];
  const draw = wordStream([Number(values.seed), 17], 0);
  const script = await bundleEngine('soakEngine');
  const temporary = await makeTemporaryFolder();
  const whole = new Map<string, Undisturbed>();
  let [kills, different, run] = [0, 0, 0];
  try {
    while (kills < Number(values.count)) {
      const engine = engines[run % engines.length] ?? 'wasm';
      const optimizer = optimizers[Math.floor(run / engines.length) % optimizers.length] ?? '';
      const setUp = { script, engine, optimizer, epochs: 8, folder: join(temporary.folder, String(run)) };
      const key = `${engine} ${optimizer}`;
      const reference = whole.get(key) ?? (await undisturbed({ ...setUp, folder: `${setUp.folder}-undisturbed` }));
      whole.set(key, reference);
      const wanted = Math.min(killsOfRun, Number(values.count) - kills);
      const killed = await killedRun(setUp, wanted, () => (draw() / 2 ** 32) * reference.milliseconds);
      kills += killed.kills;
      run += 1;
      const same = killed.checksum === reference.checksum;
      if (!same) different += 1;
      console.log(
        `${same ? 'same' : 'DIFFERENT'}  ${String(kills).padStart(4)} kills  ${engine.padEnd(6)}  ${killed.attempts} attempts  ${optimizer}`,
      );
    }
  } finally {
    await temporary.remove();
  }
  console.log(
    `${kills} kills over ${run} runs: ${run - different} ended with the bytes of the undisturbed run, ${different} did not`,
  );
  return different;
}

interface Undisturbed {
  readonly checksum: string;
  readonly milliseconds: number;
}

async function undisturbed(setUp: KillSetUp): Promise<Undisturbed> {
  const request = await requestFor(setUp);
  const start = performance.now();
  const end = await attempt(setUp, request);
  if (end?.reason !== 'completed') throw new Error(`the undisturbed run ended as ${JSON.stringify(end)}`);
  return { checksum: await finalChecksum(request.folder), milliseconds: performance.now() - start };
}

/** `delay` draws how long an attempt lives, in milliseconds from its start: the moment of the kill is the clock's. */
async function killedRun(
  setUp: KillSetUp,
  wanted: number,
  delay: () => number,
): Promise<{ readonly checksum: string; readonly kills: number; readonly attempts: number }> {
  const request = await requestFor(setUp);
  let [kills, attempts] = [0, 0];
  for (;;) {
    attempts += 1;
    let timer: NodeJS.Timeout | undefined;
    const end = await attempt(setUp, await nextRequest(request), (connection) => {
      if (kills >= wanted) return () => undefined;
      timer = setTimeout(() => {
        if (connection.pid === undefined) return;
        kills += 1;
        process.kill(connection.pid, 'SIGKILL');
      }, delay());
      return (event) => {
        if (event.event === 'end') clearTimeout(timer);
      };
    });
    clearTimeout(timer);
    if (end?.reason === 'completed') return { checksum: await finalChecksum(request.folder), kills, attempts };
    if (end?.reason !== 'killed') throw new Error(`a resumed run ended as ${JSON.stringify(end)}`);
  }
}
