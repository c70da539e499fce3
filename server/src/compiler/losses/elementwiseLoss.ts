import type { Value } from '../../language/layers/lowering';
import { arithmetic, lastAxis, type Arithmetic } from '../arithmetic';
import type { FunctionArguments } from '../functionArguments';
import { denseTarget } from '../targets';
import type { LossDefinition } from './definition';

/** A loss that is the mean over the last axis of something computed element by element. */
export function elementwiseLoss(
  name: string,
  loss: (math: Arithmetic, target: Value, prediction: Value, args: FunctionArguments) => Value,
): LossDefinition {
  return {
    name,
    losses({ builder, target, prediction, args }) {
      const math = arithmetic(builder);
      const values = loss(math, denseTarget(builder, target, prediction), prediction, args);
      return { values: prediction.shape.length < 2 ? values : math.mean(values, [lastAxis(values)]) };
    },
  };
}
