import type { ArgumentValue, LayerDefinition } from '../../../language/layers/definition';
import { activations } from '../../../language/layers/functions/activations';
import { constraints } from '../../../language/layers/functions/constraints';
import { initializers } from '../../../language/layers/functions/initializers';
import { regularizers } from '../../../language/layers/functions/regularizers';
import { argumentsOf } from '../keras/argumentsOf';

const none: ReadonlyMap<string, ArgumentValue> = new Map();
const known = new Map<LayerDefinition, ReadonlyMap<string, ArgumentValue>>();

/** What the arguments of an initializer, activation, regularizer or constraint are unless given. */
export function argumentDefaults(name: string): ReadonlyMap<string, ArgumentValue> {
  const definition = [activations, initializers, regularizers, constraints]
    .map((catalogue) => catalogue.get(name))
    .find((found) => found !== undefined);
  if (definition === undefined) return none;
  return new Map(
    definition.parameters.flatMap(({ name: key, default: value }) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  );
}

/** What the arguments of a layer are unless given, normalized; required ones are left out. */
export function layerDefaults(layer: LayerDefinition): ReadonlyMap<string, ArgumentValue> {
  const found = known.get(layer) ?? argumentsOf(layer, {}, undefined).args;
  known.set(layer, found);
  return found;
}
