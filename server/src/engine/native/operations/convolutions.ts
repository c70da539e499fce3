/** The convolutions of TensorFlow in 2-D, 3-D and depthwise, and their gradients. */
import { numbersAttribute, textAttribute } from '../../../compiler/operations/attributes';
import { spatialOf } from '../../../compiler/operations/windows';
import { flagValue, numbersValue, textValue, typeValue } from '../graph/attributes';
import type { NodeAttributes, NodeOutput } from '../graph/graphWriter';
import { shapeWithRows } from './batch';
import { inputAt, inputTypeAt, type OperationCall, type OperationWriter } from './operationWriter';
import {
  blocksToImage,
  blocksToOutput,
  imageToBlocks,
  outputToBlocks,
  planSpaced,
  type SpacedConvolution,
} from './spacedConvolution';
import { tiledConvolution } from './tiledConvolution';

interface ConvolutionKind {
  readonly rank: 2 | 3;
  readonly depthwise: boolean;
  /** TensorFlow dilates this operation rightly with oneDNN and without. */
  readonly dilates?: boolean;
}

const flat = { rank: 2, depthwise: false } as const;
const solid = { rank: 3, depthwise: false } as const;
const depthwise = { rank: 2, depthwise: true } as const;

export const convolutionWriters: Readonly<Record<string, OperationWriter>> = {
  Conv2D: forward('Conv2D', { ...flat, dilates: true }),
  Conv2DBackpropInput: backInput('Conv2DBackpropInput', flat),
  Conv2DBackpropFilter: backFilter('Conv2DBackpropFilter', flat),
  Conv3D: forward('Conv3D', solid),
  Conv3DBackpropInputV2: backInput('Conv3DBackpropInputV2', solid),
  Conv3DBackpropFilterV2: backFilter('Conv3DBackpropFilterV2', solid),
  DepthwiseConv2dNative: forward('DepthwiseConv2dNative', depthwise),
  DepthwiseConv2dNativeBackpropInput: backInput('DepthwiseConv2dNativeBackpropInput', depthwise),
  DepthwiseConv2dNativeBackpropFilter: backFilter('DepthwiseConv2dNativeBackpropFilter', depthwise),
};

function forward(op: string, kind: ConvolutionKind): OperationWriter {
  return (call) => {
    const [x, filter] = [inputAt(call, 0), inputAt(call, 1)];
    const tiled = tiledNode(call, kind, 'forward', inputTypeAt(call, 1).shape);
    if (tiled !== undefined) return [tiled];
    if (isPlain(call, kind)) return [call.graph.node(op, [x, filter], nodeAttributes(call, kind))];
    const plan = planSpaced(
      call.graph,
      spatialOf(inputTypeAt(call, 0).shape),
      spatialKernel(inputTypeAt(call, 1).shape, kind),
      call.attributes,
    );
    const blocks = call.graph.node(op, [imageToBlocks(plan, x), filter], denseAttributes(kind));
    return [blocksToOutput(plan, blocks)];
  };
}

function backInput(op: string, kind: ConvolutionKind): OperationWriter {
  return (call) => {
    const [filter, dy] = [inputAt(call, 0), inputAt(call, 1)];
    const size = numbersAttribute(call.attributes, 'input_size');
    const tiled = tiledNode(call, kind, 'backInput', inputTypeAt(call, 0).shape);
    if (tiled !== undefined) return [tiled];
    if (isPointwise(call, inputTypeAt(call, 0).shape, kind)) {
      const rows = asRows(call, dy, channelsOf(call, 1));
      const kernel = asRows(call, filter, channelsOf(call, 0));
      const shape = shapeWithRows(call.graph, dy, 'float32', size);
      return [reshaped(call, product(call, rows, kernel, 'second'), shape)];
    }
    if (isPlain(call, kind)) {
      const shape = shapeWithRows(call.graph, dy, 'float32', size);
      return [call.graph.node(op, [shape, filter, dy], nodeAttributes(call, kind))];
    }
    const plan = planSpaced(
      call.graph,
      size.slice(0, -1),
      spatialKernel(inputTypeAt(call, 0).shape, kind),
      call.attributes,
    );
    const blocks = outputToBlocks(plan, dy, channelsOf(call, 1));
    const shape = shapeWithRows(call.graph, blocks, 'float32', [...plan.blocked, size.at(-1) ?? 1]);
    return [blocksToImage(plan, call.graph.node(op, [shape, filter, blocks], denseAttributes(kind)))];
  };
}

function backFilter(op: string, kind: ConvolutionKind): OperationWriter {
  return (call) => {
    const [x, dy] = [inputAt(call, 0), inputAt(call, 1)];
    const size = numbersAttribute(call.attributes, 'filter_size');
    const shape = call.graph.constant('int32', size);
    const tiled = tiledNode(call, kind, 'backFilter', size);
    if (tiled !== undefined) return [tiled];
    if (isPointwise(call, size, kind)) {
      const rows = asRows(call, x, channelsOf(call, 0));
      return [reshaped(call, product(call, rows, asRows(call, dy, channelsOf(call, 1)), 'first'), shape)];
    }
    if (isPlain(call, kind)) return [call.graph.node(op, [x, shape, dy], nodeAttributes(call, kind))];
    const plan = planSpaced(
      call.graph,
      spatialOf(inputTypeAt(call, 0).shape),
      size.slice(0, kind.rank),
      call.attributes,
    );
    const inputs = filterInputs(plan, x, shape, outputToBlocks(plan, dy, channelsOf(call, 1)));
    return [call.graph.node(op, inputs, denseAttributes(kind))];
  };
}

/** The convolution by our own kernels, where they do it. */
function tiledNode(
  call: OperationCall,
  kind: ConvolutionKind,
  direction: 'forward' | 'backInput' | 'backFilter',
  filter: readonly (number | null)[],
): NodeOutput | undefined {
  if (kind.rank !== 2 || kind.depthwise) return undefined;
  const image =
    direction === 'backInput'
      ? numbersAttribute(call.attributes, 'input_size').slice(0, 2)
      : spatialOf(inputTypeAt(call, 0).shape);
  return tiledConvolution(call, { direction, image, filter, inputs: [inputAt(call, 0), inputAt(call, 1)] });
}

function filterInputs(
  plan: SpacedConvolution,
  x: NodeOutput,
  shape: NodeOutput,
  blocks: NodeOutput,
): readonly NodeOutput[] {
  return [imageToBlocks(plan, x), shape, blocks];
}

/**
 * A window of one place, moved by one: its gradients are products of matrices, which take half the time of the kernels
 * for convolutions (64 images of 32×32×32 on two cores: 0.7 ms each, 1.5 ms as convolutions).
 */
function isPointwise(
  { attributes }: OperationCall,
  filter: readonly (number | null)[],
  kind: ConvolutionKind,
): boolean {
  const ones = [...spatialKernel(filter, kind), ...numbersAttribute(attributes, 'strides')];
  return !kind.depthwise && ones.every((size) => size === 1);
}

/** [N, …, C] → [N·…, C]. */
function asRows(call: OperationCall, value: NodeOutput, channels: number): NodeOutput {
  return reshaped(call, value, call.graph.constant('int32', [-1, channels]));
}

function reshaped({ graph }: OperationCall, value: NodeOutput, shape: NodeOutput): NodeOutput {
  return graph.node('Reshape', [value, shape], { T: typeValue('float32'), Tshape: typeValue('int32') });
}

function product({ graph }: OperationCall, a: NodeOutput, b: NodeOutput, transposed: 'first' | 'second'): NodeOutput {
  return graph.node('MatMul', [a, b], {
    T: typeValue('float32'),
    transpose_a: flagValue(transposed === 'first'),
    transpose_b: flagValue(transposed === 'second'),
  });
}

/** Whether TensorFlow's own kernel does it. */
function isPlain({ attributes }: OperationCall, kind: ConvolutionKind): boolean {
  const strides = numbersAttribute(attributes, 'strides');
  const dilated = dilationsOf(attributes, kind).some((dilation) => dilation > 1);
  if (dilated && kind.dilates !== true) return false;
  return !kind.depthwise || strides[0] === strides[1];
}

function nodeAttributes({ attributes }: OperationCall, kind: ConvolutionKind): NodeAttributes {
  return {
    T: typeValue('float32'),
    strides: numbersValue([1, ...numbersAttribute(attributes, 'strides'), 1]),
    dilations: numbersValue([1, ...dilationsOf(attributes, kind), 1]),
    padding: textValue(textAttribute(attributes, 'padding')),
    data_format: textValue(kind.rank === 3 ? 'NDHWC' : 'NHWC'),
  };
}

/** Stride 1, no dilation, no padding. */
function denseAttributes(kind: ConvolutionKind): NodeAttributes {
  const ones = Array.from({ length: kind.rank + 2 }, () => 1);
  return {
    T: typeValue('float32'),
    strides: numbersValue(ones),
    dilations: numbersValue(ones),
    padding: textValue('VALID'),
    data_format: textValue(kind.rank === 3 ? 'NDHWC' : 'NHWC'),
  };
}

function dilationsOf(attributes: OperationCall['attributes'], kind: ConvolutionKind): readonly number[] {
  return attributes['dilations'] === undefined
    ? Array.from({ length: kind.rank }, () => 1)
    : numbersAttribute(attributes, 'dilations');
}

function spatialKernel(filter: readonly (number | null)[], kind: ConvolutionKind): readonly number[] {
  return filter.slice(0, kind.rank).map(Number);
}

function channelsOf(call: OperationCall, index: number): number {
  return inputTypeAt(call, index).shape.at(-1) ?? 1;
}
