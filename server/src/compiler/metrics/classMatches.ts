import type { Value } from '../../language/layers/lowering';
import { arithmetic, lastAxis } from '../arithmetic';
import { labelTarget } from '../targets';
import type { MetricContext } from './definition';

/** 1 where the greatest output is the target's class. */
export function classMatches({ builder, target, prediction }: MetricContext): Value {
  const math = arithmetic(builder);
  const best = builder.apply('ArgMax', [prediction], { axis: lastAxis(prediction) });
  return math.toFloat(math.compare('Equal', best, labelTarget(builder, target, prediction)));
}
