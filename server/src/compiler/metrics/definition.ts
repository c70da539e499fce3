import type { Value } from '../../language/layers/lowering';
import type { LossContext } from '../losses/definition';

/** What a metric is computed from: the same as a loss. */
export type MetricContext = LossContext;

/** A metric as sums that are added over the parts of a batch and over batches, then finished. */
export interface MetricSums {
  /** A float32 vector. */
  readonly sums: Value;
  /** The name of a finisher of `finishers.ts`. */
  readonly finish: string;
}

export interface MetricDefinition {
  /** Keras's snake-case name. */
  readonly name: string;
  measure(context: MetricContext): MetricSums;
}
