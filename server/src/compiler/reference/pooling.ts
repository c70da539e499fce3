import type { Windows } from '../operations/windows';
import { forEachTap, product } from './windowTaps';

export interface PoolingSizes {
  readonly windows: Windows;
  readonly batch: number;
  readonly channels: number;
}

export function maxPool(sizes: PoolingSizes, x: Float64Array): Float64Array {
  const y = new Float64Array(outputCount(sizes)).fill(-Infinity);
  forEachCell(sizes, (iy, ix) => (y[iy] = Math.max(y[iy] ?? NaN, x[ix] ?? NaN)));
  return y;
}

/** Sends dy to the first greatest element of each window, row-major. */
export function maxPoolGrad(sizes: PoolingSizes, x: Float64Array, y: Float64Array, dy: Float64Array): Float64Array {
  const dx = new Float64Array(x.length);
  const taken = new Set<number>();
  forEachCell(sizes, (iy, ix) => {
    if (taken.has(iy) || x[ix] !== y[iy]) return;
    taken.add(iy);
    dx[ix] = (dx[ix] ?? NaN) + (dy[iy] ?? NaN);
  });
  return dx;
}

/** The mean of the elements inside the input: padding does not count, as in TensorFlow. */
export function avgPool(sizes: PoolingSizes, x: Float64Array): Float64Array {
  const counts = cellCounts(sizes.windows);
  const y = new Float64Array(outputCount(sizes));
  forEachCell(sizes, (iy, ix, output) => (y[iy] = (y[iy] ?? NaN) + (x[ix] ?? NaN) / (counts[output] ?? NaN)));
  return y;
}

export function avgPoolGrad(sizes: PoolingSizes, dy: Float64Array): Float64Array {
  const counts = cellCounts(sizes.windows);
  const dx = new Float64Array(sizes.batch * product(sizes.windows.input) * sizes.channels);
  forEachCell(sizes, (iy, ix, output) => (dx[ix] = (dx[ix] ?? NaN) + (dy[iy] ?? NaN) / (counts[output] ?? NaN)));
  return dx;
}

function outputCount({ windows, batch, channels }: PoolingSizes): number {
  return batch * product(windows.output) * channels;
}

function cellCounts(windows: Windows): Float64Array {
  const counts = new Float64Array(product(windows.output));
  forEachTap(windows, (output) => (counts[output] = (counts[output] ?? 0) + 1));
  return counts;
}

function forEachCell(sizes: PoolingSizes, visit: (y: number, x: number, output: number) => void): void {
  const { windows, batch, channels } = sizes;
  const [insides, outsides] = [product(windows.input), product(windows.output)];
  forEachTap(windows, (output, inside) => {
    for (let example = 0; example < batch; example++) {
      for (let channel = 0; channel < channels; channel++) {
        visit(
          (example * outsides + output) * channels + channel,
          (example * insides + inside) * channels + channel,
          output,
        );
      }
    }
  });
}
