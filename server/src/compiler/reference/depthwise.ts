import type { Windows } from '../operations/windows';
import { forEachTap, product } from './windowTaps';

export interface DepthwiseSizes {
  readonly windows: Windows;
  readonly batch: number;
  readonly channels: number;
  readonly multiplier: number;
}

/** Each channel by its own `multiplier` filters; filter [kh, kw, in, multiplier]. */
export function depthwise(sizes: DepthwiseSizes, x: Float64Array, filter: Float64Array): Float64Array {
  const y = new Float64Array(sizes.batch * product(sizes.windows.output) * sizes.channels * sizes.multiplier);
  forEachProduct(sizes, (iy, ix, iw) => (y[iy] = at(y, iy) + at(x, ix) * at(filter, iw)));
  return y;
}

export function depthwiseBackInput(sizes: DepthwiseSizes, filter: Float64Array, dy: Float64Array): Float64Array {
  const dx = new Float64Array(sizes.batch * product(sizes.windows.input) * sizes.channels);
  forEachProduct(sizes, (iy, ix, iw) => (dx[ix] = at(dx, ix) + at(dy, iy) * at(filter, iw)));
  return dx;
}

export function depthwiseBackFilter(sizes: DepthwiseSizes, x: Float64Array, dy: Float64Array): Float64Array {
  const dw = new Float64Array(product(sizes.windows.kernel) * sizes.channels * sizes.multiplier);
  forEachProduct(sizes, (iy, ix, iw) => (dw[iw] = at(dw, iw) + at(dy, iy) * at(x, ix)));
  return dw;
}

function forEachProduct(sizes: DepthwiseSizes, visit: (y: number, x: number, filter: number) => void): void {
  const { windows, batch, channels, multiplier } = sizes;
  const [insides, outsides] = [product(windows.input), product(windows.output)];
  forEachTap(windows, (output, inside, tap) => {
    for (let example = 0; example < batch; example++) {
      for (let channel = 0; channel < channels; channel++) {
        const x = (example * insides + inside) * channels + channel;
        for (let m = 0; m < multiplier; m++) {
          const y = (example * outsides + output) * channels * multiplier + channel * multiplier + m;
          visit(y, x, (tap * channels + channel) * multiplier + m);
        }
      }
    }
  });
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN;
}
