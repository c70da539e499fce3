import { availableParallelism } from 'node:os';
import type { EngineName } from './backend';

/** How a batch is shared out; it changes the last bits of every sum, so a run keeps to it. */
export interface Shares {
  /** Parts of the batch inside the program. */
  readonly parts: number;
  /** Worker threads of the engine; null where the environment decides. */
  readonly threads: number | null;
}

/** More threads than this gain little: the sums that they exchange grow with their number. */
const mostThreads = 8;

/** Fewer rows than this leave a kernel too little to do at once. */
const fewestRows = 8;

/** The native engine cuts a batch into parts inside the program; the wasm engine gives each thread its rows. */
export function chooseShares(engine: EngineName, separable: boolean, batchSize: number): Shares {
  if (engine === 'native') return { parts: chooseParts(separable, batchSize), threads: null };
  return { parts: 1, threads: Math.min(mostThreads, availableParallelism()) };
}

/**
 * Parts of a batch that cores take side by side in the native engine: one a core, as long as each has rows enough;
 * the cores that are left over help inside the operations. On two cores, two parts were 1.2 to 1.4 times as fast as
 * whole batches with two threads inside the operations, on each of three networks; four parts were slower than two.
 */
export function chooseParts(separable: boolean, batchSize: number, cores = availableParallelism()): number {
  if (!separable) return 1;
  return Math.max(1, Math.min(cores, mostThreads, Math.floor(batchSize / fewestRows)));
}
