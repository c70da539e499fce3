/** Convolutions and pooling, channels first. */
import { numbersAttribute } from '../../../../compiler/operations/attributes';
import { spatialOf, windowsOf, type Windows } from '../../../../compiler/operations/windows';
import type { OnnxAttribute } from '../onnxMessages';
import { first, refAt, type OnnxCall, type OnnxWriter } from '../onnxOperation';

export const windowWriters: { readonly [op: string]: OnnxWriter } = {
  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2dNative: depthwise,
  Conv2DBackpropInput: transposed,
  Conv3DBackpropInputV2: transposed,
  MaxPool: pooling('MaxPool'),
  MaxPool3D: pooling('MaxPool'),
  AvgPool: pooling('AveragePool'),
  AvgPool3D: pooling('AveragePool'),
};

function convolution(call: OnnxCall): ReturnType<OnnxWriter> {
  const { graph } = call;
  const kernel = sizesAt(call, 1);
  const rank = kernel.length - 2;
  const windows = windowsOf(spatialOf(call.typeOf(refAt(call, 0)).shape), kernel.slice(0, rank), call.attributes);
  const group = Number(call.typeOf(refAt(call, 0)).shape.at(-1)) / (kernel[rank] ?? 1);
  const weights = graph.turned(refAt(call, 1), kernelOrder(rank));
  return first(graph.node('Conv', [graph.first(refAt(call, 0)), weights], { ...windowAttributes(windows), group }));
}

/** Filter [h, w, C, M] is C groups of M filters. */
function depthwise(call: OnnxCall): ReturnType<OnnxWriter> {
  const { graph } = call;
  const [height = 1, width = 1, channels = 1, multiplier = 1] = sizesAt(call, 1);
  const windows = windowsOf(spatialOf(call.typeOf(refAt(call, 0)).shape), [height, width], call.attributes);
  const weights = graph.turned(refAt(call, 1), [2, 3, 0, 1], [channels * multiplier, 1, height, width]);
  const attributes = { ...windowAttributes(windows), group: channels };
  return first(graph.node('Conv', [graph.first(refAt(call, 0)), weights], attributes));
}

/** The gradient of a convolution's input. What `input_size` has beyond the windows is padding of the output. */
function transposed(call: OnnxCall): ReturnType<OnnxWriter> {
  const { graph } = call;
  const kernel = sizesAt(call, 0);
  const rank = kernel.length - 2;
  const size = numbersAttribute(call.attributes, 'input_size').slice(0, rank);
  const windows = windowsOf(size, kernel.slice(0, rank), call.attributes);
  const ends = size.map((length, axis) => {
    const extent = ((windows.kernel[axis] ?? 1) - 1) * (windows.dilations[axis] ?? 1) + 1;
    return (
      (windows.strides[axis] ?? 1) * ((windows.output[axis] ?? 1) - 1) + extent - length - (windows.before[axis] ?? 0)
    );
  });
  const weights = graph.turned(refAt(call, 0), kernelOrder(rank));
  const name = graph.node('ConvTranspose', [graph.first(refAt(call, 1)), weights], {
    kernel_shape: windows.kernel,
    strides: windows.strides,
    dilations: windows.dilations,
    pads: [...windows.before, ...ends.map((end) => Math.max(0, end))],
    output_padding: ends.map((end) => Math.max(0, -end)),
  });
  return first(name);
}

function pooling(op: string): OnnxWriter {
  return (call) => {
    const spatial = spatialOf(call.typeOf(refAt(call, 0)).shape);
    const windows = windowsOf(spatial, numbersAttribute(call.attributes, 'ksize'), call.attributes);
    const { kernel_shape, strides, pads } = windowAttributes(windows);
    return first(call.graph.node(op, [call.graph.first(refAt(call, 0))], { kernel_shape, strides, pads }));
  };
}

/** [spatial…, in, out] → [out, in, spatial…]. */
function kernelOrder(rank: number): readonly number[] {
  return [rank + 1, rank, ...Array.from({ length: rank }, (_, axis) => axis)];
}

function sizesAt(call: OnnxCall, index: number): readonly number[] {
  return call.typeOf(refAt(call, index)).shape.map((size) => size ?? 1);
}

interface WindowAttributes {
  readonly [name: string]: OnnxAttribute;
  readonly kernel_shape: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

function windowAttributes(windows: Windows): WindowAttributes {
  const { input, kernel, strides, dilations, before, output } = windows;
  const after = input.map((size, axis) => {
    const extent = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return Math.max(0, ((output[axis] ?? 1) - 1) * (strides[axis] ?? 1) + extent - size - (before[axis] ?? 0));
  });
  return { kernel_shape: kernel, strides, dilations, pads: [...before, ...after] };
}
