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

/**
 * The native engine cuts a batch into two parts that two cores take side by side, which was never slower than
 * whole batches on two cores, where four parts were on small feature maps; the wasm engine has a thread a core.
 */
export function chooseShares(engine: EngineName, separable: boolean): Shares {
  const cores = availableParallelism();
  if (engine === 'native') return { parts: separable && cores > 1 ? 2 : 1, threads: null };
  return { parts: 1, threads: Math.min(mostThreads, cores) };
}
