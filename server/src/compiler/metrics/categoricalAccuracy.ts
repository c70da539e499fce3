import { classMatches } from './classMatches';
import type { MetricDefinition } from './definition';
import { meanOf } from './meanOf';

/** The share of right classes against one-hot rows. */
export const categoricalAccuracy: MetricDefinition = {
  name: 'categorical_accuracy',
  measure: (context) => meanOf(context.builder, classMatches(context)),
};
