import type { NumericTensor } from '../operations/definition';

/** One of the input places that an output place is mixed from, with its share. */
interface Share {
  readonly at: number;
  readonly weight: number;
}

/** Where the rows (or columns) of a resized image come from; half-pixel centers, as TensorFlow 2 and Keras. */
export function bilinearShares(from: number, to: number): readonly (readonly Share[])[] {
  return Array.from({ length: to }, (_, out) => {
    const place = (out + 0.5) * (from / to) - 0.5;
    const lower = Math.floor(place);
    const upper = Math.min(lower + 1, from - 1);
    const share = place - lower;
    return [
      { at: Math.max(lower, 0), weight: 1 - share },
      { at: upper, weight: share },
    ];
  });
}

export function nearestShares(from: number, to: number): readonly (readonly Share[])[] {
  return Array.from({ length: to }, (_, out) => [
    { at: Math.min(Math.floor((out + 0.5) * (from / to)), from - 1), weight: 1 },
  ]);
}

type Shares = typeof bilinearShares;

/** x [N, h, w, c] → [N, h', w', c]. */
export function resize(x: NumericTensor, shape: readonly number[], shares: Shares): Float64Array {
  const result = new Float64Array(shape.reduce((product, size) => product * size, 1));
  forEachShare(
    x.shape,
    shape,
    shares,
    (to, from, weight) => (result[to] = (result[to] ?? NaN) + weight * (x.data[from] ?? NaN)),
  );
  return result;
}

/** The gradient of `resize` for an input of `shape`. */
export function resizeGrad(dy: NumericTensor, shape: readonly number[], shares: Shares): Float64Array {
  const result = new Float64Array(shape.reduce((product, size) => product * size, 1));
  forEachShare(
    shape,
    dy.shape,
    shares,
    (to, from, weight) => (result[from] = (result[from] ?? NaN) + weight * (dy.data[to] ?? NaN)),
  );
  return result;
}

function forEachShare(
  from: readonly number[],
  to: readonly number[],
  shares: Shares,
  visit: (to: number, from: number, weight: number) => void,
): void {
  const [batch = 0, height = 0, width = 0, channels = 0] = from;
  const [, toHeight = 0, toWidth = 0] = to;
  const [rows, columns] = [shares(height, toHeight), shares(width, toWidth)];
  for (let example = 0; example < batch; example++) {
    for (const [y, rowShares] of rows.entries()) {
      for (const [x, columnShares] of columns.entries()) {
        for (const row of rowShares) {
          for (const column of columnShares) {
            const target = ((example * toHeight + y) * toWidth + x) * channels;
            const source = ((example * height + row.at) * width + column.at) * channels;
            for (let c = 0; c < channels; c++) visit(target + c, source + c, row.weight * column.weight);
          }
        }
      }
    }
  }
}
