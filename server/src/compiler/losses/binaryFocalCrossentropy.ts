import { arithmetic, lastAxis } from '../arithmetic';
import { denseTarget } from '../targets';
import { binaryFromLogits, binaryFromProbabilities } from './binaryLosses';
import type { LossDefinition } from './definition';
import { smoothBinary } from './smoothing';

/** (1 − pₜ)^gamma times the binary cross-entropy, weighted by alpha where `apply_class_balancing` is set. */
export const binaryFocalCrossentropy: LossDefinition = {
  name: 'binary_focal_crossentropy',
  losses({ builder, target: given, prediction, args, logits }) {
    const math = arithmetic(builder);
    const t = smoothBinary(math, denseTarget(builder, given, prediction), args.number('label_smoothing'));
    const fromLogits = args.flag('from_logits');
    const p = fromLogits ? math.apply('Sigmoid', prediction) : prediction;
    const scores = fromLogits ? prediction : logits;
    const entropy = scores === undefined ? binaryFromProbabilities(math, t, p) : binaryFromLogits(math, t, scores);
    const mixed = (yes: typeof t | number, no: typeof t | number) =>
      math.add(math.multiply(t, yes), math.multiply(math.subtract(1, t), no));
    const factor = math.power(math.subtract(1, mixed(p, math.subtract(1, p))), args.number('gamma'));
    const focal = math.multiply(factor, entropy);
    const alpha = args.number('alpha');
    const balanced = args.flag('apply_class_balancing') ? math.multiply(mixed(alpha, 1 - alpha), focal) : focal;
    return { values: math.mean(balanced, [lastAxis(balanced)]) };
  },
};
