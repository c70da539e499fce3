import type { Value } from '../../language/layers/lowering';
import { arithmetic, lastAxis } from '../arithmetic';
import { labelTarget } from '../targets';
import type { MetricContext } from './definition';

/** 1 where fewer than `k` outputs are greater than that of the target's class, as TensorFlow's in_top_k. */
export function topK({ builder, target, prediction, args }: MetricContext): Value {
  const math = arithmetic(builder);
  const axes = [lastAxis(prediction)];
  const oneHot = builder.apply('OneHot', [labelTarget(builder, target, prediction)], {
    depth: prediction.shape.at(-1) ?? 1,
  });
  const own = math.sum(math.multiply(oneHot, prediction), axes, true);
  const greater = math.sum(math.toFloat(math.compare('Greater', prediction, own)), axes);
  return math.toFloat(math.compare('Less', greater, args.number('k')));
}
