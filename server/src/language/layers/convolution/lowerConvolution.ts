import type { LoweringContext, Value } from '../lowering';
import { lowerWindow, type WindowRun } from '../shared/lowerWindow';
import { addHeight, dropHeight } from '../shared/reshape';
import type { Window } from '../shared/window';

/** A convolution of [N, …, C] with a kernel [k…, C / groups, filters]. */
export function lowerConvolution(
  context: LoweringContext,
  input: Value,
  kernel: Value,
  window: Window,
  groups: number,
): Value {
  return lowerWindow(context, input, window, (value, strides, padding) =>
    grouped(context, value, kernel, groups, strides, padding),
  );
}

/** A depthwise convolution of [N, …, C] with a kernel [k…, C, multiplier], one or two spatial axes. */
export function lowerDepthwise(context: LoweringContext, input: Value, kernel: Value, window: Window): Value {
  return lowerWindow(context, input, window, (value, strides, padding) => {
    if (strides.length === 1) {
      // TensorFlow's kernel wants equal strides; over a height of 1 any stride gives 1.
      const [stride = 1] = strides;
      const flat = depthwise(
        context,
        addHeight(context, value),
        expandKernel(context, kernel),
        [stride, stride],
        padding,
      );
      return dropHeight(context, flat);
    }
    return depthwise(context, value, kernel, strides, padding);
  });
}

/** Unequal strides have no kernel in TensorFlow: then each channel is a convolution of its own. */
function depthwise(
  context: LoweringContext,
  input: Value,
  kernel: Value,
  strides: readonly number[],
  padding: 'SAME' | 'VALID',
): Value {
  if (strides.every((stride) => stride === strides[0])) {
    return context.apply('DepthwiseConv2dNative', [input, kernel], { strides, padding, dilations: [1, 1] });
  }
  const channels = input.shape.at(-1) ?? 1;
  const [height = 1, width = 1, , multiplier = 1] = kernel.shape.map((size) => size ?? 1);
  const asGroups = context.apply('Reshape', [kernel], { shape: [height, width, 1, channels * multiplier] });
  return grouped(context, input, asGroups, channels, strides, padding);
}

function grouped(
  context: LoweringContext,
  input: Value,
  kernel: Value,
  groups: number,
  strides: readonly number[],
  padding: 'SAME' | 'VALID',
): Value {
  const run: (kernel: Value) => WindowRun = (part) => (value, by, pad) => convolve(context, value, part, by, pad);
  if (groups === 1) return run(kernel)(input, strides, padding);
  const inputs = context.operation('Split', [input], { axis: input.shape.length - 1, num: groups });
  const kernels = context.operation('Split', [kernel], { axis: kernel.shape.length - 1, num: groups });
  const outputs = kernels.flatMap((part, index) => {
    const value = inputs[index];
    return value === undefined ? [] : [run(part)(value, strides, padding)];
  });
  return context.apply('ConcatV2', outputs, { axis: input.shape.length - 1 });
}

function convolve(
  context: LoweringContext,
  input: Value,
  kernel: Value,
  strides: readonly number[],
  padding: 'SAME' | 'VALID',
): Value {
  const dilations = strides.map(() => 1);
  if (strides.length === 3) return context.apply('Conv3D', [input, kernel], { strides, padding, dilations });
  if (strides.length === 2) return context.apply('Conv2D', [input, kernel], { strides, padding, dilations });
  const attributes = { strides: [1, ...strides], padding, dilations: [1, ...dilations] };
  return dropHeight(
    context,
    context.apply('Conv2D', [addHeight(context, input), expandKernel(context, kernel)], attributes),
  );
}

/** [k, a, b] → [1, k, a, b]. */
export function expandKernel(context: LoweringContext, kernel: Value): Value {
  return context.apply('Reshape', [kernel], { shape: [1, ...kernel.shape.map((size) => size ?? 1)] });
}
