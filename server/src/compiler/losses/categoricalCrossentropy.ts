import { arithmetic, lastAxis } from '../arithmetic';
import { denseTarget } from '../targets';
import type { LossDefinition } from './definition';
import { classLogProbabilities } from './classLogProbabilities';
import { smoothClasses } from './smoothing';

/** −Σ t·ln p over the classes, from the logits where they are known. */
export const categoricalCrossentropy: LossDefinition = {
  name: 'categorical_crossentropy',
  losses(context) {
    const { builder, prediction, args } = context;
    const math = arithmetic(builder);
    const target = smoothClasses(
      math,
      denseTarget(builder, context.target, prediction),
      args.number('label_smoothing'),
    );
    const logs = classLogProbabilities(math, context, true);
    return { values: math.apply('Neg', math.sum(math.multiply(target, logs), [lastAxis(logs)])) };
  },
};
