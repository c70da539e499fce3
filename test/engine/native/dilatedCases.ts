import { windowsOf } from '../../../server/src/compiler/operations/windows';
import type { NumericTensor } from '../../../server/src/compiler/operations/definition';
import type { OperationCase } from '../../helpers/operationCases';

/** Dilated convolutions and depthwise ones with unequal strides, forward and back: where TensorFlow's kernels fail. */
export function dilatedCases(): readonly OperationCase[] {
  return spacings.flatMap(({ size, kernel, strides, dilations, padding, depthwise }) => {
    const attributes = { strides, dilations, padding };
    const { output } = windowsOf(size, kernel, attributes);
    const [inputs, outputs] = [3, depthwise ? 6 : 4];
    const filter = [...kernel, inputs, depthwise ? 2 : outputs];
    const [x, w, dy] = [waves([2, ...size, inputs], 1), waves(filter, 2), waves([2, ...output, outputs], 3)];
    const [forward, backInput, backFilter] = namesOf(size.length, depthwise);
    return [
      { op: forward, inputs: [x, w], attributes },
      { op: backInput, inputs: [w, dy], attributes: { ...attributes, input_size: [...size, inputs] } },
      { op: backFilter, inputs: [x, dy], attributes: { ...attributes, filter_size: filter } },
    ];
  });
}

const spacings = (['SAME', 'VALID'] as const).flatMap((padding) => [
  { size: [9, 8], kernel: [3, 3], strides: [1, 1], dilations: [2, 2], padding, depthwise: false },
  { size: [9, 8], kernel: [2, 3], strides: [1, 1], dilations: [3, 1], padding, depthwise: false },
  { size: [9, 9], kernel: [3, 3], strides: [2, 3], dilations: [2, 2], padding, depthwise: false },
  { size: [7, 6, 5], kernel: [2, 3, 2], strides: [1, 1, 1], dilations: [2, 2, 2], padding, depthwise: false },
  { size: [7, 6, 8], kernel: [2, 2, 2], strides: [2, 1, 2], dilations: [2, 2, 1], padding, depthwise: false },
  { size: [9, 8], kernel: [3, 3], strides: [1, 1], dilations: [2, 2], padding, depthwise: true },
  { size: [9, 8], kernel: [3, 3], strides: [1, 2], dilations: [1, 1], padding, depthwise: true },
  { size: [11, 10], kernel: [3, 2], strides: [2, 2], dilations: [2, 3], padding, depthwise: true },
]);

function namesOf(rank: number, depthwise: boolean): readonly [string, string, string] {
  if (depthwise)
    return ['DepthwiseConv2dNative', 'DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'];
  if (rank === 3) return ['Conv3D', 'Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2'];
  return ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'];
}

/** Values that repeat nowhere in the tensor. */
function waves(shape: readonly number[], seed: number): NumericTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return {
    dtype: 'float32',
    shape,
    data: Float64Array.from({ length: count }, (_, index) => Math.fround(Math.sin(1.7 * index * seed + seed))),
  };
}
