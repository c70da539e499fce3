import type { LayerArguments, WeightDefinition } from '../definition';
import type { LoweringContext, Value } from '../lowering';
import type { Size } from '../../model/shape';
import { flagOf } from '../readers';
import { add, multiply } from '../shared/arithmetic';
import { trainableWeight } from '../shared/weights';

/** gamma, then beta, where `scale` and `center` ask for them: Keras's order. */
export function affineWeights(shape: readonly Size[], args: LayerArguments): readonly WeightDefinition[] {
  return [
    ...(flagOf(args, 'scale') === false ? [] : [trainableWeight('gamma', shape, args)]),
    ...(flagOf(args, 'center') === false ? [] : [trainableWeight('beta', shape, args)]),
  ];
}

/** value · gamma + beta, the weights reshaped to broadcast along `shape` (the batch left out). */
export function applyAffine(
  context: LoweringContext,
  value: Value,
  args: LayerArguments,
  shape: readonly number[],
): Value {
  const weight = (name: string): Value => context.apply('Reshape', [context.weight(name)], { shape: [1, ...shape] });
  const scaled = flagOf(args, 'scale') === false ? value : multiply(context, value, weight('gamma'));
  return flagOf(args, 'center') === false ? scaled : add(context, scaled, weight('beta'));
}
