import { activations } from '../../../language/layers/functions/activations';
import type { ArgumentValue, FunctionValue } from '../../../language/layers/definition';
import { isFunction, isKernel, isList } from '../../../language/layers/readers';
import type { GraphNode } from '../../../language/model/graph';
import { kerasClass } from '../../../language/model/kerasName';
import { ExportProblem } from '../exportProblem';

/** A layer as tfjs-layers deserializes it: Keras 2's class and configuration. */
export interface TfjsLayer {
  readonly className: string;
  readonly config: { readonly [key: string]: unknown };
  /** tfjs's names of weights, where they are others. */
  readonly weightNames: { readonly [weight: string]: string };
}

/** What tfjs-layers 4 has under Keras's name, by the language's; the arguments are Keras's. */
const known = new Set([
  ...['Conv1D', 'Conv2D', 'Conv3D', 'Conv2DTranspose', 'Conv3DTranspose', 'DepthwiseConv2D', 'SeparableConv2D'],
  ...['Dense', 'Flatten', 'Reshape', 'Permute', 'RepeatVector', 'ZeroPadding2D', 'Cropping2D', 'UpSampling2D'],
  ...['MaxPool1D', 'MaxPool2D', 'MaxPool3D', 'AvgPool1D', 'AvgPool2D', 'AvgPool3D'],
  ...['GlobalAvgPool1D', 'GlobalAvgPool2D', 'GlobalMaxPool1D', 'GlobalMaxPool2D'],
  ...['BatchNormalization', 'LayerNormalization', 'Dropout', 'SpatialDropout1D', 'GaussianDropout', 'GaussianNoise'],
  ...['AlphaDropout', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'Softmax', 'Add', 'Average', 'Concatenate', 'Maximum'],
  ...['Minimum', 'Multiply', 'Rescaling'],
]);

/** tfjs's names of the activations that compute what the language's do; its hard sigmoid is another. */
const activationNames: { readonly [name: string]: string } = {
  linear: 'linear',
  relu: 'relu',
  relu6: 'relu6',
  elu: 'elu',
  selu: 'selu',
  sigmoid: 'sigmoid',
  softmax: 'softmax',
  log_softmax: 'logSoftmax',
  softplus: 'softplus',
  softsign: 'softsign',
  tanh: 'tanh',
  silu: 'swish',
  mish: 'mish',
};

/** Arguments that tfjs has not, with the values under which they do nothing. */
const missing: { readonly [argument: string]: (value: ArgumentValue) => boolean } = {
  groups: (value) => value === 1,
  output_padding: (value) => value === null,
  keepdims: (value) => value === false,
  negative_slope: (value) => value === 0,
  threshold: (value) => value === 0,
};

/** How tfjs-layers has a layer; throws an ExportProblem where it has it not, or not with these arguments. */
export function tfjsLayer(node: GraphNode): TfjsLayer {
  const { layer, args } = node;
  if (layer.category === 'activation' && layer.kerasName === 'activation') {
    const values = Object.entries(args).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    const name = activations.get(layer.name)?.name ?? layer.name;
    return layerOf('Activation', {
      activation: activationOf(node, { kind: 'function', name, args: Object.fromEntries(values) }),
    });
  }
  if (layer.name === 'Activation')
    return layerOf('Activation', { activation: functionText(node, args['activation'] ?? null) });
  // tfjs flattens nothing that is flat already.
  const isFlat = layer.name === 'Flatten' && node.inputs[0]?.output?.length === 1;
  if (layer.name === 'Identity' || isFlat) return layerOf('Activation', { activation: 'linear' });
  if (!known.has(layer.name)) throw problem(node, 'tfjs-layers has no such layer');
  refuse(node);
  const fixed = node.owner.weights.find((weight) => weight.fixed !== undefined);
  const config = Object.fromEntries(
    layer.parameters.flatMap(({ name, type }) => {
      const value = args[name];
      const skipped = ['data_format', 'name', 'initializer', 'regularizer', 'constraint', 'kernel'];
      if (value === undefined || skipped.includes(name) || skipped.includes(type.kind)) return [];
      if (name === 'seed' || name === 'activity_regularizer' || (name in missing && name !== 'negative_slope'))
        return [];
      return [[configKey(layer.name, name), configValue(node, name, value)] as const];
    }),
  );
  const kernel = fixed?.shape.map((size) => size ?? 1).slice(0, -2);
  const fixedConfig =
    kernel === undefined
      ? {}
      : {
          kernel_size: kernel,
          use_bias: false,
          trainable: false,
          ...(layer.windowOperation === 'convolution' ? { filters: 1 } : {}),
        };
  const images = layer.category === 'convolution' || layer.category === 'pooling' || layer.name.endsWith('2D');
  const weightNames: { readonly [weight: string]: string } =
    layer.name === 'DepthwiseConv2D' ? { kernel: 'depthwise_kernel' } : {};
  return layerOf(
    kerasClass(layer),
    { ...config, ...fixedConfig, ...(images && { data_format: 'channels_last' }) },
    weightNames,
  );
}

function layerOf(
  className: string,
  config: TfjsLayer['config'],
  weightNames: TfjsLayer['weightNames'] = {},
): TfjsLayer {
  return { className, config, weightNames };
}

/** Keras 2 calls slopes alpha. */
function configKey(layer: string, name: string): string {
  return layer === 'LeakyReLU' && name === 'negative_slope' ? 'alpha' : name;
}

function configValue(node: GraphNode, name: string, value: ArgumentValue): unknown {
  if (name === 'activation') return functionText(node, value);
  if (isFunction(value) || isKernel(value)) throw problem(node, `its ${name} has no counterpart in tfjs`);
  // Axes of one are numbers there.
  if (name === 'axis' && isList(value) && value.length === 1) return value[0];
  return value;
}

function functionText(node: GraphNode, value: ArgumentValue): string {
  return isFunction(value) ? activationOf(node, value) : 'linear';
}

function activationOf(node: GraphNode, { name, args }: FunctionValue): string {
  const found = Object.hasOwn(activationNames, name) ? activationNames[name] : undefined;
  const parameters = activations.get(name)?.parameters ?? [];
  const usual = parameters.every((parameter) => {
    const value = args[parameter.name];
    return value === undefined || JSON.stringify(value) === JSON.stringify(parameter.default);
  });
  if (found !== undefined && usual) return found;
  throw problem(node, `tfjs has no activation ${name}${usual ? '' : ' with arguments'}`);
}

function refuse(node: GraphNode): void {
  const { layer, args, inputs, output = [] } = node;
  for (const [name, isHarmless] of Object.entries(missing)) {
    const value = args[name];
    if (value === undefined || (layer.name === 'LeakyReLU' && name === 'negative_slope')) continue;
    if (!isHarmless(value)) throw problem(node, `tfjs-layers does not know ${name}`);
  }
  if (layer.name === 'ELU' && args['alpha'] !== 1) throw problem(node, "tfjs's ELU takes alpha 1 alone");
  const rate = args['dilation_rate'];
  const dilated = isList(rate) && rate.some((each) => each !== 1);
  if (dilated && /Transpose|Separable|3D/.test(layer.name)) throw problem(node, `tfjs's ${layer.name} does not dilate`);
  const strides = args['strides'];
  const uneven = isList(strides) && strides.some((each) => each !== strides[0]);
  if (uneven && /Depthwise|Separable/.test(layer.name)) throw problem(node, `tfjs's ${layer.name} takes equal strides`);
  if (
    layer.category === 'merging' &&
    inputs.some((input) => input.output?.join() !== output.join()) &&
    layer.name !== 'Concatenate'
  )
    throw problem(node, 'its inputs have different shapes');
  if (layer.name === 'Rescaling' && (isList(args['scale']) || isList(args['offset'])))
    throw problem(node, "tfjs's Rescaling takes one scale and one offset");
}

function problem(node: GraphNode, reason: string): ExportProblem {
  return new ExportProblem('tfjs', node, reason);
}
