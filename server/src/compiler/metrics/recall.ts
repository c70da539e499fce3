import { arithmetic } from '../arithmetic';
import { decisions } from './decisions';
import type { MetricDefinition } from './definition';
import { vector } from './vector';

/** The share of yes examples that are found. */
export const recall: MetricDefinition = {
  name: 'recall',
  measure(context) {
    const math = arithmetic(context.builder);
    const { answer, target } = decisions(context);
    const right = math.sum(math.multiply(answer, target));
    return { sums: vector(context.builder, [right, math.sum(target)]), finish: 'mean' };
  },
};
