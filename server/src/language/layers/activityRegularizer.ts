import type { FunctionValue, LayerArguments, LayerDefinition } from './definition';
import { functionOf } from './readers';

/** The penalty that a layer's output adds to the loss, or null. */
export function activityRegularizerOf(layer: LayerDefinition, args: LayerArguments): FunctionValue | null {
  return layer.activityRegularizer?.(args) ?? functionOf(args, 'activity_regularizer') ?? null;
}
