import type { DataStep } from '../../../language/model/graph';
import { checkArgument } from '../../../language/layers/checkArgument';
import type { PythonScript } from '../python/pythonScript';
import { argumentOf } from './layerCall';

/** A step of a data declaration as a Keras layer: `layers.Rescaling(1 / 255)`. */
export function stepText({ layer, args }: DataStep, script: PythonScript): string {
  const texts = layer.parameters.flatMap((parameter) => {
    const value = args[parameter.name];
    const skipped = ['data_format', 'name', 'trainable'].includes(parameter.name);
    if (value === undefined || skipped || !checkArgument(parameter, value).ok) return [];
    const { name, text, isDefault, isPositional } = argumentOf(parameter, value, script);
    return isDefault === true ? [] : [isPositional === true ? text : `${name}=${text}`];
  });
  return `layers.${layer.name}(${texts.join(', ')})`;
}
