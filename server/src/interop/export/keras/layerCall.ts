import { checkArgument } from '../../../language/layers/checkArgument';
import type { ArgumentValue, ParameterDefinition } from '../../../language/layers/definition';
import { activations } from '../../../language/layers/functions/activations';
import { functionOf, isFunction, isKernel, isList } from '../../../language/layers/readers';
import type { GraphNode } from '../../../language/model/graph';
import { kerasClass } from '../../../language/model/kerasName';
import type { PythonScript } from '../python/pythonScript';
import { pythonLiteral } from '../python/pythonText';
import type { CallArgument, LayerCall } from '../structure/modelPlan';
import { activationText, catalogues, literalText, plain, weightFunctionText } from './functionText';
import { ownLayer } from './ownLayers';

/**
 * How Keras writes a layer: its class and arguments are the definition's own, except for activations that Keras has as
 * functions alone and for layers that Keras has not at all, which the script defines.
 */
export function kerasLayerCall(node: GraphNode, script: PythonScript): LayerCall {
  const { layer, args } = node;
  const own = ownLayer(layer);
  if (own !== undefined) script.define(own.name, own.source);
  if (own === undefined && layer.category === 'activation' && layer.kerasName === 'activation')
    return activationCall(node, script);
  const parameters = layer.parameters.filter(({ type }) => type.kind !== 'kernel');
  const fixed = node.owner.weights.some((weight) => weight.fixed !== undefined);
  const calls = parameters.flatMap((parameter): readonly CallArgument[] => {
    const value = fixed ? (fixedArguments(node)[parameter.name] ?? args[parameter.name]) : args[parameter.name];
    if (value === undefined || parameter.name === 'data_format') return [];
    return parameter.name === 'name' ? nameArgument(value) : [argumentOf(parameter, value, script)];
  });
  return { callee: own === undefined ? `layers.${kerasClass(layer)}` : own.name, args: calls };
}

/** `layers.Activation("gelu")`, for the layer of the language that is called after its function. */
function activationCall({ layer, args }: GraphNode, script: PythonScript): LayerCall {
  const definition = activations.get(layer.name);
  const values = Object.entries(args).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const named = functionOf(args, 'activation');
  const value =
    named ?? ({ kind: 'function', name: definition?.name ?? layer.name, args: Object.fromEntries(values) } as const);
  return {
    callee: 'layers.Activation',
    args: [
      { name: 'activation', text: activationText(value, script), isPositional: true },
      ...(args['name'] === undefined ? [] : nameArgument(args['name'])),
    ],
  };
}

/** `kernel=` says filters, sizes and that there is neither bias nor training; its values are set once the model stands. */
function fixedArguments({ owner, layer }: GraphNode): { readonly [name: string]: ArgumentValue } {
  const kernel = owner.weights.find((weight) => weight.fixed !== undefined);
  const sizes = (kernel?.shape ?? []).map((size) => size ?? 1).slice(0, -2);
  return {
    kernel_size: sizes,
    use_bias: false,
    trainable: false,
    ...(layer.windowOperation === 'convolution' ? { filters: 1 } : {}),
  };
}

/** One checked argument as Keras takes it. */
export function argumentOf(parameter: ParameterDefinition, value: ArgumentValue, script: PythonScript): CallArgument {
  return {
    name: parameter.name,
    text: valueText(parameter, value, script),
    isDefault: isDefault(parameter, value),
    // What has to be given comes first and needs no name, as people write it.
    isPositional: parameter.default === undefined || parameter.name === 'pool_size',
  };
}

function valueText({ type }: ParameterDefinition, value: ArgumentValue, script: PythonScript): string {
  if (isFunction(value)) {
    if (type.kind === 'activation') return activationText(value, script);
    if (type.kind === 'initializer' || type.kind === 'regularizer' || type.kind === 'constraint')
      return weightFunctionText(catalogues[type.kind], value, script);
  }
  if (isKernel(value)) throw new TypeError('a kernel is no argument of Keras');
  if (type.kind === 'target-shape' || type.kind === 'factor') return pythonLiteral(plain(value));
  if (type.kind === 'axes' && isList(value))
    return value.length === 1 ? literalText(value) : pythonLiteral(plain(value));
  if (type.kind === 'margins' && isList(value)) return marginText(value);
  if (type.kind === 'integer' || type.kind === 'float' || type.kind === 'sizes') return literalText(value);
  return pythonLiteral(plain(value));
}

/** One number where all margins are equal, a pair in one dimension, else a pair an axis. */
function marginText(pairs: readonly ArgumentValue[]): string {
  const flat = pairs.flatMap((pair) => (isList(pair) ? pair : [pair]));
  if (flat.every((size) => size === flat[0])) return literalText(flat[0] ?? 0);
  return pythonLiteral(plain(pairs.length === 1 ? (pairs[0] ?? 0) : pairs));
}

/** Keras's average pooling asks for a size where the language has one. */
function isDefault(parameter: ParameterDefinition, value: ArgumentValue): boolean {
  if (parameter.default === undefined || parameter.name === 'pool_size') return false;
  const checked = checkArgument(parameter, parameter.default);
  return JSON.stringify(checked.ok ? checked.value : parameter.default) === JSON.stringify(value);
}

function nameArgument(value: ArgumentValue): readonly CallArgument[] {
  return typeof value === 'string' && value !== '' ? [{ name: 'name', text: pythonLiteral(value) }] : [];
}
