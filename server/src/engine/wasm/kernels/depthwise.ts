import { filterGradientKernel, forwardKernel, inputGradientKernel, type WindowFamily } from './windowKernels';

/** Filters [taps…, in, multiplier]. */
const depthwise: WindowFamily = {
  filters: (filter) => (filter.at(-2) ?? 0) * (filter.at(-1) ?? 1),
  forward: (own, { geometry, a, b, result }) => own.depthwise(geometry, a, b, result),
  filterGradient: (own, { geometry, a, b, result }) => own.depthwiseFilterGradient(geometry, a, b, result),
  inputGradient: (own, { geometry, a, b, result }) => own.depthwiseInputGradient(geometry, b, a, result),
};

/** DepthwiseConv2dNative. */
export const depthwiseKernel = forwardKernel(depthwise);
export const depthwiseFilterGradientKernel = filterGradientKernel(depthwise);
export const depthwiseInputGradientKernel = inputGradientKernel(depthwise);
