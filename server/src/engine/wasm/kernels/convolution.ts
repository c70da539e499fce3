import { filterGradientKernel, forwardKernel, inputGradientKernel, type WindowFamily } from './windowKernels';

/** Filters [taps…, in, out]. */
const convolution: WindowFamily = {
  filters: (filter) => filter.at(-1) ?? 0,
  forward: (own, { geometry, a, b, result, scratch }) => own.convolution(geometry, a, b, result, scratch),
  filterGradient: (own, { geometry, a, b, result, scratch }) =>
    own.convolutionFilterGradient(geometry, a, b, result, scratch),
  inputGradient: (own, { geometry, a, b, result, scratch }) =>
    own.convolutionInputGradient(geometry, b, a, result, scratch),
};

/** Conv2D and Conv3D. */
export const convolutionKernel = forwardKernel(convolution);
export const convolutionFilterGradientKernel = filterGradientKernel(convolution);
export const convolutionInputGradientKernel = inputGradientKernel(convolution);
