import type { Windows } from '../operations/windows';
import { forEachTap, product } from './windowTaps';

/** Sizes of a convolution of any rank; a depthwise one has `multiplier` filters a channel. */
export interface ConvolutionSizes {
  readonly windows: Windows;
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** y = x ∗ w, channels last, filter [taps…, in, out]. */
export function convolve(sizes: ConvolutionSizes, x: Float64Array, filter: Float64Array): Float64Array {
  const y = new Float64Array(sizes.batch * product(sizes.windows.output) * sizes.outputs);
  forEachProduct(sizes, (iy, ix, iw) => (y[iy] = at(y, iy) + at(x, ix) * at(filter, iw)));
  return y;
}

/** The gradient of the input of a convolution. */
export function convolveBackInput(sizes: ConvolutionSizes, filter: Float64Array, dy: Float64Array): Float64Array {
  const dx = new Float64Array(sizes.batch * product(sizes.windows.input) * sizes.inputs);
  forEachProduct(sizes, (iy, ix, iw) => (dx[ix] = at(dx, ix) + at(dy, iy) * at(filter, iw)));
  return dx;
}

/** The gradient of the filter of a convolution. */
export function convolveBackFilter(sizes: ConvolutionSizes, x: Float64Array, dy: Float64Array): Float64Array {
  const dw = new Float64Array(product(sizes.windows.kernel) * sizes.inputs * sizes.outputs);
  forEachProduct(sizes, (iy, ix, iw) => (dw[iw] = at(dw, iw) + at(dy, iy) * at(x, ix)));
  return dw;
}

function forEachProduct(sizes: ConvolutionSizes, visit: (y: number, x: number, filter: number) => void): void {
  const { windows, batch, inputs, outputs } = sizes;
  const [insides, outsides] = [product(windows.input), product(windows.output)];
  forEachTap(windows, (output, inside, tap) => {
    for (let example = 0; example < batch; example++) {
      const y = (example * outsides + output) * outputs;
      const x = (example * insides + inside) * inputs;
      for (let i = 0; i < inputs; i++) {
        for (let o = 0; o < outputs; o++) visit(y + o, x + i, (tap * inputs + i) * outputs + o);
      }
    }
  });
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN;
}
