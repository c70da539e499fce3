/**
 * The threads that share a batch. Each has whole copies of the variables and some rows of the batch; sums over
 * the batch are added up over all of them, in the same order everywhere, so that the copies stay equal.
 */
export interface Collective {
  readonly count: number;
  /** The first row of the whole batch that is this thread's. */
  readonly firstRow: number;
  /** Replaces values by their sums over all threads. Every thread must call it at the same operations. */
  sum(values: Float32Array): void;
}

/** One thread alone. */
export const alone: Collective = { count: 1, firstRow: 0, sum: () => undefined };
