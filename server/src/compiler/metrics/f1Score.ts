import { arithmetic, lastAxis } from '../arithmetic';
import { denseTarget } from '../targets';
import type { MetricDefinition } from './definition';
import { vector } from './vector';

/**
 * The harmonic mean of precision and recall by class. Without `threshold` a row's greatest outputs are its answers.
 * The sums: true positives, false positives, false negatives, each by class. Where `average` is none Keras gives a
 * number a class; a log holds one, so it is the macro average then.
 */
export const f1Score: MetricDefinition = {
  name: 'f1_score',
  measure({ builder, target: given, prediction, args }) {
    const math = arithmetic(builder);
    const target = denseTarget(builder, given, prediction);
    const threshold = args.optional('threshold');
    const greatest = math.greatest(prediction, [lastAxis(prediction)], true);
    const best = math.multiply(
      math.toFloat(math.compare('GreaterEqual', prediction, greatest)),
      math.toFloat(math.compare('Greater', math.apply('Abs', prediction), 1e-9)),
    );
    const answer = threshold === null ? best : math.toFloat(math.compare('Greater', prediction, threshold));
    const average = args.text('average') || 'macro';
    const axes = prediction.shape.flatMap((_, axis) =>
      axis === lastAxis(prediction) && average !== 'micro' ? [] : [axis],
    );
    const right = math.multiply(answer, target);
    const sums = [right, math.subtract(answer, right), math.subtract(target, right)].map((value) =>
      math.sum(value, axes),
    );
    return { sums: vector(builder, sums), finish: average === 'weighted' ? 'f1_weighted' : 'f1_mean' };
  },
};
