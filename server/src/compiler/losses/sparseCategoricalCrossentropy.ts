import { arithmetic, lastAxis } from '../arithmetic';
import { labelTarget } from '../targets';
import { classLogProbabilities } from './classLogProbabilities';
import type { LossDefinition } from './definition';

/** −ln p of the labelled class, from the logits where they are known. */
export const sparseCategoricalCrossentropy: LossDefinition = {
  name: 'sparse_categorical_crossentropy',
  losses(context) {
    const { builder, prediction, args } = context;
    const math = arithmetic(builder);
    const labels = labelTarget(builder, context.target, prediction);
    const logs = classLogProbabilities(math, context, false);
    const target = builder.apply('OneHot', [labels], { depth: prediction.shape.at(-1) ?? 1 });
    const values = math.apply('Neg', math.sum(math.multiply(target, logs), [lastAxis(logs)]));
    const ignored = args.optional('ignore_class');
    if (ignored === null) return { values };
    const mask = math.toFloat(math.compare('NotEqual', math.toFloat(labels), ignored));
    return { values: math.multiply(values, mask), mask };
  },
};
