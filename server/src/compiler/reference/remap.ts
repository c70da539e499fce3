import type { NumericTensor } from '../operations/definition';
import { stridesOf } from '../operations/shapes';

/**
 * A tensor of `shape` whose element at an index is the one of `x` at `source(index)`, or `missing` where
 * that is undefined. The index array is reused.
 */
export function remap(
  x: NumericTensor,
  shape: readonly number[],
  source: (index: readonly number[]) => readonly number[] | undefined,
  missing = 0,
): Float64Array {
  const from = stridesOf(x.shape);
  const result = new Float64Array(shape.reduce((product, size) => product * size, 1));
  forEachIndex(shape, (index, flat) => {
    const place = source(index);
    result[flat] = place ? (x.data[place.reduce((sum, at, axis) => sum + at * (from[axis] ?? 0), 0)] ?? NaN) : missing;
  });
  return result;
}

/** All indices of a shape, row-major, with their flat place. The index array is reused. */
export function forEachIndex(shape: readonly number[], visit: (index: readonly number[], flat: number) => void): void {
  const strides = stridesOf(shape);
  const count = shape.reduce((product, size) => product * size, 1);
  const index = shape.map(() => 0);
  for (let flat = 0; flat < count; flat++) {
    let rest = flat;
    strides.forEach((stride, axis) => {
      index[axis] = Math.floor(rest / stride);
      rest %= stride;
    });
    visit(index, flat);
  }
}
