import { arithmetic, epsilon, lastAxis } from '../arithmetic';
import { denseTarget } from '../targets';
import type { LossDefinition } from './definition';
import { smoothClasses } from './smoothing';

/** −Σ alpha·(1 − p)^gamma·t·ln p over the classes. Keras computes it from probabilities, clipped to [ε, 1 − ε]. */
export const categoricalFocalCrossentropy: LossDefinition = {
  name: 'categorical_focal_crossentropy',
  losses({ builder, target: given, prediction, args }) {
    const math = arithmetic(builder);
    const target = smoothClasses(math, denseTarget(builder, given, prediction), args.number('label_smoothing'));
    const shares = args.flag('from_logits') ? math.apply('Softmax', prediction) : prediction;
    const axes = [lastAxis(shares)];
    const p = math.clip(math.divide(shares, math.sum(shares, axes, true)), epsilon, 1 - epsilon);
    const entropy = math.apply('Neg', math.multiply(target, math.apply('Log', p)));
    const factor = math.multiply(math.power(math.subtract(1, p), args.number('gamma')), args.number('alpha'));
    return { values: math.sum(math.multiply(factor, entropy), axes) };
  },
};
