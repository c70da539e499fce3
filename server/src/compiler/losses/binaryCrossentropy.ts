import { arithmetic, lastAxis } from '../arithmetic';
import { denseTarget } from '../targets';
import { binaryFromLogits, binaryFromProbabilities } from './binaryLosses';
import type { LossDefinition } from './definition';
import { smoothBinary } from './smoothing';

/** The cross-entropy of independent yes-or-no outputs, the mean over the last axis; from logits where known. */
export const binaryCrossentropy: LossDefinition = {
  name: 'binary_crossentropy',
  losses({ builder, target: given, prediction, args, logits }) {
    const math = arithmetic(builder);
    const target = smoothBinary(math, denseTarget(builder, given, prediction), args.number('label_smoothing'));
    const scores = args.flag('from_logits') ? prediction : logits;
    const values =
      scores === undefined ? binaryFromProbabilities(math, target, prediction) : binaryFromLogits(math, target, scores);
    return { values: math.mean(values, [lastAxis(values)]) };
  },
};
