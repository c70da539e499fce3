/**
 * The threads that share a batch. Each has whole copies of the variables and some rows of the batch; sums over
 * the batch are added up over all of them, in the same order everywhere, so that the copies stay equal.
 */
export interface Collective {
  readonly index: number;
  readonly count: number;
  /** Rows of the whole batch of the current call, and the first one that is this thread's. */
  readonly batch: number;
  readonly firstRow: number;
  /** Replaces values by their sums over all threads. Every thread must call it at the same operations. */
  sum(values: Float32Array): void;
}

/** One thread alone. */
export function aloneWith(batch: number): Collective {
  return { index: 0, count: 1, batch, firstRow: 0, sum: () => undefined };
}
