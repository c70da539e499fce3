/**
 * Decides when checkpoints and snapshots are written: the work that a crash costs is at most the greater of 10 s
 * and 50 times what a checkpoint takes, and keeping costs at most 2 % of the time.
 */
import type { Program } from '../../compiler/program';
import type { EngineSession, Tensor } from '../backend';
import type { CheckpointStore } from '../runs/checkpointStore';
import { writeSnapshot } from '../runs/snapshotStore';
import { firstNonFiniteWeight, nonFiniteWeights } from './nonFiniteProblem';
import { encodeState, type TrainingState } from './trainingState';

export interface RunKeeper {
  /** The greater of 10 s and 50 times what one checkpoint takes has gone since the last. */
  isDue(): boolean;
  /** Throws a NonFiniteProblem where the weights are not finite: what is kept stays usable. */
  checkpoint(state: TrainingState, session: EngineSession): Promise<void>;
  /** This epoch is the best so far: kept in memory, and written when its time has come or at the last checkpoint. */
  best(state: TrainingState, session: EngineSession): Promise<void>;
  /** Writes the weights of the epoch where time allows it (always those of the last), and a checkpoint where it is due. */
  epochEnd(state: TrainingState, session: EngineSession, last: boolean): Promise<void>;
}

export interface KeeperPace {
  /** Milliseconds between checkpoints that cost nothing. */
  readonly shortest: number;
  /** How many times its own cost passes before the next. */
  readonly factor: number;
}

export const usualPace: KeeperPace = { shortest: 10_000, factor: 50 };

export interface RunKeeperOptions {
  readonly program: Program;
  readonly checkpoints: CheckpointStore;
  readonly snapshots: string;
  /** Milliseconds. */
  readonly now: () => number;
  readonly pace?: KeeperPace;
  /** A snapshot could not be written; training goes on without. */
  readonly onSnapshotLost?: (error: unknown) => void;
}

export function createRunKeeper({
  program,
  checkpoints,
  snapshots,
  now,
  pace = usualPace,
  onSnapshotLost,
}: RunKeeperOptions): RunKeeper {
  const weights = program.variables.filter(({ role }) => role === 'weight').map(({ name }) => name);
  const started = now();
  const cost = { checkpoint: 0, snapshot: 0, all: 0 };
  let last = started;
  let best: { readonly state: TrainingState; readonly variables: ReadonlyMap<string, Tensor> } | undefined;

  const measure = async (kind: 'checkpoint' | 'snapshot', work: () => Promise<void>): Promise<void> => {
    const start = now();
    await work();
    cost[kind] = now() - start;
    cost.all += cost[kind];
  };
  const isDue = (): boolean => now() - last >= Math.max(pace.shortest, pace.factor * cost.checkpoint);
  const canAffordSnapshot = (): boolean => pace.factor * (cost.all + cost.snapshot) <= now() - started;

  const checkpoint = async (state: TrainingState, session: EngineSession): Promise<void> => {
    await measure('checkpoint', async () => {
      const variables = await session.read();
      const lost = firstNonFiniteWeight(program, variables);
      if (lost !== undefined) throw nonFiniteWeights(lost, state.globalStep - 1);
      await checkpoints.save(state.globalStep, encodeState(state, variables), false);
      if (best === undefined) return;
      await checkpoints.save(best.state.globalStep, encodeState(best.state, best.variables), true);
      best = undefined;
    });
    last = now();
  };
  const snapshot = async (epoch: number, session: EngineSession): Promise<void> => {
    try {
      await measure('snapshot', async () => writeSnapshot(snapshots, epoch, await session.read(weights)));
    } catch (error) {
      onSnapshotLost?.(error);
    }
  };

  return {
    isDue,
    checkpoint,
    best: async (state, session) => {
      best = { state, variables: await session.read() };
    },
    epochEnd: async (state, session, isLast) => {
      if (isLast || canAffordSnapshot()) await snapshot(state.epoch, session);
      if (!isLast && isDue()) await checkpoint(state, session);
    },
  };
}
