/** The convolutions of TensorFlow in 2-D, 3-D and depthwise, and their gradients. */
import { numbersAttribute, textAttribute } from '../../../compiler/operations/attributes';
import { spatialOf } from '../../../compiler/operations/windows';
import { numbersValue, textValue, typeValue } from '../graph/attributes';
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

function filterInputs(
  plan: SpacedConvolution,
  x: NodeOutput,
  shape: NodeOutput,
  blocks: NodeOutput,
): readonly NodeOutput[] {
  return [imageToBlocks(plan, x), shape, blocks];
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
