import type { LoweringContext, Value } from '../lowering';
import { spatialAxes } from '../shared/axes';
import { padSpatial } from '../shared/lowerWindow';
import { addHeight, dropHeight } from '../shared/reshape';
import { along, extent, windowPadding, type Window } from '../shared/window';
import { expandKernel, lowerConvolution } from './lowerConvolution';

/**
 * A transposed convolution of [N, …, C] with a kernel [k…, filters, C] to the spatial sizes `output`: the
 * input gradient of a convolution. A dilated one, which has no strides, is a convolution with the kernel
 * turned round, since TensorFlow lacks the dilated gradient on some processors.
 */
export function lowerTransposed(
  context: LoweringContext,
  input: Value,
  kernel: Value,
  window: Window,
  output: readonly number[],
): Value {
  if (window.dilation.some((dilation) => dilation > 1)) return turnedRound(context, input, kernel, window, output);
  const padding = window.padding === 'same' ? 'SAME' : 'VALID';
  const channels = kernel.shape.at(-2) ?? 1;
  const dilations = window.dilation;
  const attributes = { strides: window.stride, padding, dilations, input_size: [...output, channels] };
  if (output.length === 3) return context.apply('Conv3DBackpropInputV2', [kernel, input], attributes);
  if (output.length === 2) return context.apply('Conv2DBackpropInput', [kernel, input], attributes);
  const flat = {
    strides: [1, ...window.stride],
    padding,
    dilations: [1, ...dilations],
    input_size: [1, ...output, channels],
  };
  return dropHeight(
    context,
    context.apply('Conv2DBackpropInput', [expandKernel(context, kernel), addHeight(context, input)], flat),
  );
}

function turnedRound(
  context: LoweringContext,
  input: Value,
  kernel: Value,
  window: Window,
  output: readonly number[],
): Value {
  const rank = output.length;
  const reversed = context.apply('Reverse', [kernel], { axes: spatialAxes(rank).map((axis) => axis - 1) });
  const perm = [...spatialAxes(rank).map((axis) => axis - 1), rank + 1, rank];
  const turned = context.apply('Transpose', [reversed], { perm });
  const padding = output.map((size, axis) => {
    const { size: taps, dilation } = along(window, axis);
    const [before, after] = windowPadding(size, window, axis) ?? [0, 0];
    const reach = extent(taps, dilation) - 1;
    return [reach - before, reach - after] as const;
  });
  return lowerConvolution(context, padSpatial(context, input, padding), turned, { ...window, padding: 'valid' }, 1);
}
