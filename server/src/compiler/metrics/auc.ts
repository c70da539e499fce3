import { arithmetic } from '../arithmetic';
import { denseTarget } from '../targets';
import type { MetricDefinition } from './definition';
import { vector } from './vector';

/**
 * The area under the ROC or precision-recall curve at `num_thresholds` even thresholds, 0 taking every example
 * and 1 none, as Keras's buckets do. The sums: true and false positives by threshold, then positives and negatives.
 */
export const auc: MetricDefinition = {
  name: 'auc',
  measure({ builder, target: given, prediction, args }) {
    const math = arithmetic(builder);
    const count = args.number('num_thresholds');
    const target = math.reshape(denseTarget(builder, given, prediction), [-1, 1]);
    const scaled = math.multiply(math.reshape(prediction, [-1, 1]), count - 1);
    const thresholds = builder.constant(
      Array.from({ length: count }, (_, index) => (index === 0 ? -1 : index)),
      [1, count],
    );
    const above = math.toFloat(math.compare('Greater', scaled, thresholds));
    const truePositives = math.sum(math.multiply(above, target), [0]);
    const falsePositives = math.sum(math.multiply(above, math.subtract(1, target)), [0]);
    const totals = [math.sum(target), math.sum(math.subtract(1, target))];
    return {
      sums: vector(builder, [truePositives, falsePositives, ...totals]),
      finish: args.text('curve') === 'PR' ? 'auc_pr' : 'auc_roc',
    };
  },
};
