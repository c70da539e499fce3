/** Decides when checkpoints and snapshots are written, so that keeping costs at most 2 % of the time. */
import type { Program } from '../../compiler/program';
import type { EngineSession, Tensor } from '../backend';
import { encodeState, type TrainingState } from './trainingState';
import type { CheckpointStore } from '../runs/checkpointStore';
import { writeSnapshot } from '../runs/snapshotStore';

export interface RunKeeper {
  /** The greater of 10 s and 50 times what one checkpoint takes has gone since the last. */
  isDue(): boolean;
  checkpoint(state: TrainingState, session: EngineSession): Promise<void>;
  /** This epoch is the best so far: kept in memory, and written when its time has come or at the last checkpoint. */
  best(state: TrainingState, session: EngineSession): Promise<void>;
  /** Writes the weights of the epoch, and a checkpoint where it is due. */
  epochEnd(state: TrainingState, session: EngineSession, last: boolean): Promise<void>;
}

const shortestInterval = 10_000;
const costFactor = 50;

export interface RunKeeperOptions {
  readonly program: Program;
  readonly checkpoints: CheckpointStore;
  readonly snapshots: string;
  readonly now: () => number;
}

export function createRunKeeper({ program, checkpoints, snapshots, now }: RunKeeperOptions): RunKeeper {
  const weights = program.variables.filter(({ role }) => role === 'weight').map(({ name }) => name);
  const pace = { checkpoint: createPace(shortestInterval, now), snapshot: createPace(0, now) };
  let best: { readonly state: TrainingState; readonly variables: ReadonlyMap<string, Tensor> } | undefined;

  const checkpoint = (state: TrainingState, session: EngineSession): Promise<void> =>
    pace.checkpoint.measure(async () => {
      await checkpoints.save(state.globalStep, encodeState(state, await session.read()), false);
      if (best === undefined) return;
      await checkpoints.save(best.state.globalStep, encodeState(best.state, best.variables), true);
      best = undefined;
    });

  return {
    isDue: () => pace.checkpoint.isDue(),
    checkpoint,
    best: async (state, session) => {
      best = { state, variables: await session.read() };
    },
    epochEnd: async (state, session, last) => {
      if (last || pace.snapshot.isDue()) {
        await pace.snapshot.measure(async () => writeSnapshot(snapshots, state.epoch, await session.read(weights)));
      }
      if (!last && pace.checkpoint.isDue()) await checkpoint(state, session);
    },
  };
}

interface Pace {
  isDue(): boolean;
  measure(work: () => Promise<void>): Promise<void>;
}

function createPace(shortest: number, now: () => number): Pace {
  let last = now();
  let cost = 0;
  return {
    isDue: () => now() - last >= Math.max(shortest, costFactor * cost),
    measure: async (work) => {
      const start = now();
      await work();
      last = now();
      cost = last - start;
    },
  };
}
