import { classMatches } from './classMatches';
import type { MetricDefinition } from './definition';
import { meanOf } from './meanOf';

/** The share of right classes against class labels. */
export const sparseCategoricalAccuracy: MetricDefinition = {
  name: 'sparse_categorical_accuracy',
  measure: (context) => meanOf(context.builder, classMatches(context)),
};
