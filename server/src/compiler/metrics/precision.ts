import { arithmetic } from '../arithmetic';
import { decisions } from './decisions';
import type { MetricDefinition } from './definition';
import { vector } from './vector';

/** The share of yes answers that are right. */
export const precision: MetricDefinition = {
  name: 'precision',
  measure(context) {
    const math = arithmetic(context.builder);
    const { answer, target } = decisions(context);
    const right = math.sum(math.multiply(answer, target));
    return { sums: vector(context.builder, [right, math.sum(answer)]), finish: 'mean' };
  },
};
