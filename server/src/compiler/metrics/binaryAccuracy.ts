import { arithmetic } from '../arithmetic';
import { denseTarget } from '../targets';
import type { MetricDefinition } from './definition';
import { meanOf } from './meanOf';

/** The share of outputs on the target's side of `threshold`. */
export const binaryAccuracy: MetricDefinition = {
  name: 'binary_accuracy',
  measure({ builder, target, prediction, args }) {
    const math = arithmetic(builder);
    // `accuracy` has no threshold of its own.
    const threshold = args.optional('threshold') ?? 0.5;
    const answer = math.toFloat(math.compare('Greater', prediction, threshold));
    return meanOf(builder, math.toFloat(math.compare('Equal', answer, denseTarget(builder, target, prediction))));
  },
};
