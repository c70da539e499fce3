import type { FunctionValue, LayerArguments, LayerDefinition, ParameterDefinition } from '../definition';
import { activations, type ActivationDefinition } from '../functions/activations';
import { sameShape } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';

export interface ActivationLayerOptions {
  /** The function's lower-case names that flows may use as well. */
  readonly aliases?: readonly string[];
  /** In place of the function's own parameters, where the layer's defaults differ. */
  readonly parameters?: readonly ParameterDefinition[];
  readonly kerasName?: string;
}

/** A layer that applies one activation of the catalogue, with the function's arguments as its own. */
export function activationLayer(
  name: string,
  activation: string,
  options: ActivationLayerOptions = {},
): LayerDefinition {
  const definition = definitionOf(activation);
  return {
    name,
    aliases: options.aliases ?? [definition.name],
    category: 'activation',
    summary: definition.summary,
    parameters: options.parameters ?? definition.parameters,
    inputs: { min: 1, max: 1 },
    ...(options.kerasName === undefined ? {} : { kerasName: options.kerasName }),
    inferShape: sameShape,
    lower: (context, inputs, args) => context.activation(onlyInput(inputs), callOf(definition, args)),
  };
}

/** The layer's arguments as those of the function. */
function callOf(definition: ActivationDefinition, args: LayerArguments): FunctionValue {
  const entries = definition.parameters.flatMap(({ name }) => {
    const value = args[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { kind: 'function', name: definition.name, args: Object.fromEntries(entries) };
}

function definitionOf(name: string): ActivationDefinition {
  const definition = activations.get(name);
  if (definition === undefined) throw new Error(`There is no activation called ${name}.`);
  return definition;
}
