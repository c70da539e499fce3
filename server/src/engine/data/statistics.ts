/** Mean and population variance of the training data, as Keras's `adapt` has them. */
import type { ArgumentValue } from '../../language/layers/definition';
import type { TypedArray } from '../backend';

export interface Statistics {
  readonly mean: ArgumentValue;
  readonly variance: ArgumentValue;
}

export interface KeptPlaces {
  /** How many means there are. */
  readonly count: number;
  /** By axis that has means of its own. */
  readonly sizes: readonly number[];
  /** Which mean the value at a place of an example belongs to. */
  of(place: number): number;
}

/** `axis` counts the batch as 0; −1 without it, none takes one mean for all. */
export function keptPlaces(shape: readonly number[], axis: unknown): KeptPlaces {
  const rank = shape.length + 1;
  const listed =
    axis === undefined ? [-1] : Array.isArray(axis) ? (axis as readonly unknown[]) : axis === null ? [] : [axis];
  const axes = new Set(
    listed.filter((item) => typeof item === 'number').map((item) => (item < 0 ? item + rank : item) - 1),
  );
  const sizes = shape.filter((_, index) => axes.has(index));
  const count = sizes.reduce((product, size) => product * size, 1);
  // The last axis alone is by far the most frequent case.
  if (axes.size === 1 && axes.has(shape.length - 1)) return { count, sizes, of: (place) => place % count };
  const table = Int32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, place) => {
    let [rest, index, stride] = [place, 0, 1];
    for (let current = shape.length - 1; current >= 0; current -= 1) {
      const size = shape[current] ?? 1;
      if (axes.has(current)) {
        index += (rest % size) * stride;
        stride *= size;
      }
      rest = Math.floor(rest / size);
    }
    return index;
  });
  return { count, sizes, of: (place) => table[place] ?? 0 };
}

/** How many examples of so many values are measured at once: 16 MB of floats, however large they are. */
export function rowsAtOnce(values: number): number {
  return Math.max(1, Math.floor(4e6 / Math.max(1, values)));
}

/** Two passes in float64 over `values`, which gives the same examples each time: the mean, then the squared distances. */
export async function measureStatistics(
  places: KeptPlaces,
  size: number,
  values: () => AsyncIterable<TypedArray>,
): Promise<Statistics> {
  const pass = async (term: (value: number, index: number) => number): Promise<Float64Array> => {
    const sums = new Float64Array(places.count);
    let total = 0;
    for await (const data of values()) {
      total += data.length;
      data.forEach((value, place) => {
        const index = places.of(place % size);
        sums[index] = (sums[index] ?? 0) + term(value, index);
      });
    }
    return sums.map((sum) => (sum * places.count) / total);
  };
  const mean = await pass((value) => value);
  const variance = await pass((value, index) => (value - (mean[index] ?? 0)) ** 2);
  return { mean: nested([...mean], places.sizes), variance: nested([...variance], places.sizes) };
}

/** Row-major values as lists in lists. */
function nested(values: readonly number[], sizes: readonly number[]): ArgumentValue {
  const [, ...inner] = sizes;
  if (sizes.length === 0) return values[0] ?? 0;
  if (inner.length === 0) return values;
  const width = inner.reduce((product, size) => product * size, 1);
  return Array.from({ length: sizes[0] ?? 0 }, (_, index) =>
    nested(values.slice(index * width, (index + 1) * width), inner),
  );
}
