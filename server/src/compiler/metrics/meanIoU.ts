import type { Value } from '../../language/layers/lowering';
import { arithmetic, lastAxis } from '../arithmetic';
import { labelTarget } from '../targets';
import type { MetricContext, MetricDefinition } from './definition';
import { vector } from './vector';

/** Intersection over union by class, the mean over classes that occur. The sums are the confusion matrix. */
export const meanIoU: MetricDefinition = {
  name: 'mean_io_u',
  measure(context) {
    const { builder, target, args } = context;
    const depth = args.number('num_classes');
    const rows = oneHotRows(context, labelsOf(context, target), depth);
    const columns = oneHotRows(context, predictedLabels(context), depth);
    const matrix = builder.apply('MatMul', [rows, columns], { transpose_a: true, transpose_b: false });
    return { sums: vector(builder, [matrix]), finish: 'mean_iou' };
  },
};

/** A row of scores is a class by its greatest; a single number is a class already. */
function predictedLabels({ builder, prediction }: MetricContext): Value {
  if (prediction.shape.at(-1) !== 1) return builder.apply('ArgMax', [prediction], { axis: lastAxis(prediction) });
  return builder.apply('Cast', [prediction], { dtype: 'int32' });
}

function labelsOf({ builder, prediction }: MetricContext, target: Value): Value {
  if (prediction.shape.at(-1) !== 1) return labelTarget(builder, target, prediction);
  return target.dtype === 'int32' ? target : builder.apply('Cast', [target], { dtype: 'int32' });
}

function oneHotRows({ builder }: MetricContext, labels: Value, depth: number): Value {
  return arithmetic(builder).reshape(builder.apply('OneHot', [labels], { depth }), [-1, depth]);
}
