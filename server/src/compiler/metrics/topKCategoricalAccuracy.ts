import type { MetricDefinition } from './definition';
import { meanOf } from './meanOf';
import { topK } from './topK';

/** The share of examples whose class is among the `k` best, against one-hot rows. */
export const topKCategoricalAccuracy: MetricDefinition = {
  name: 'top_k_categorical_accuracy',
  measure: (context) => meanOf(context.builder, topK(context)),
};
