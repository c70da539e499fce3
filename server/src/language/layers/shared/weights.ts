import type { FunctionValue, LayerArguments, WeightDefinition } from '../definition';
import type { Size } from '../../model/shape';
import { functionValue } from '../functions/functionDefinition';
import { initializers } from '../functions/initializers';
import { flagOf, functionOf } from '../readers';

/**
 * A trainable weight whose initializer, regularizer and constraint are the arguments `kernel_initializer`
 * and so on. `argument` is their prefix where it is not the weight's name.
 */
export function trainableWeight(
  name: string,
  shape: readonly Size[],
  args: LayerArguments,
  argument = name,
): WeightDefinition {
  const regularizer = functionOf(args, `${argument}_regularizer`);
  const constraint = functionOf(args, `${argument}_constraint`);
  return {
    name,
    shape,
    initializer: functionOf(args, `${argument}_initializer`) ?? namedInitializer('zeros'),
    trainable: true,
    ...(regularizer ? { regularizer } : {}),
    ...(constraint ? { constraint } : {}),
  };
}

/** The bias over `channels`, or none with `use_bias=false`. */
export function biasWeights(channels: Size, args: LayerArguments): readonly WeightDefinition[] {
  return flagOf(args, 'use_bias') === false ? [] : [trainableWeight('bias', [channels], args)];
}

export function namedInitializer(name: string): FunctionValue {
  const definition = initializers.get(name);
  if (definition === undefined) throw new Error(`There is no initializer called ${name}.`);
  return functionValue(definition);
}
