import type { MetricDefinition } from './definition';
import { meanOf } from './meanOf';
import { topK } from './topK';

/** The share of examples whose class is among the `k` best, against class labels. */
export const sparseTopKCategoricalAccuracy: MetricDefinition = {
  name: 'sparse_top_k_categorical_accuracy',
  measure: (context) => meanOf(context.builder, topK(context)),
};
