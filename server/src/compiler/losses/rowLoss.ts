import type { Value } from '../../language/layers/lowering';
import { arithmetic, type Arithmetic } from '../arithmetic';
import { denseTarget } from '../targets';
import type { LossDefinition } from './definition';

/** A loss of whole rows along the last axis. */
export function rowLoss(
  name: string,
  loss: (math: Arithmetic, target: Value, prediction: Value) => Value,
): LossDefinition {
  return {
    name,
    losses: ({ builder, target, prediction }) => ({
      values: loss(arithmetic(builder), denseTarget(builder, target, prediction), prediction),
    }),
  };
}
