/** Sums down the columns of a matrix and what batch normalization makes of them. */
import { zeroFloats } from './pack';

/** Rows that are summed before their sum is added to the total: a sum of sums loses less to rounding. */
const BLOCK: i32 = 64;

const enum Sum {
  Values,
  Squares,
  Products,
}

/** sums[j] = Σᵢ x[i, j]; `partial` is scratch memory for one row. */
export function sumColumns(rows: i32, columns: i32, x: usize, sums: usize, partial: usize): void {
  sum(rows, columns, x, x, 0, sums, partial, Sum.Values);
}

/** sums[j] = Σᵢ (x[i, j] − mean[j])². */
export function sumSquaredDeviations(rows: i32, columns: i32, x: usize, mean: usize, sums: usize, partial: usize): void {
  sum(rows, columns, x, x, mean, sums, partial, Sum.Squares);
}

/** sums[j] = Σᵢ dy[i, j] · (x[i, j] − mean[j]). */
export function sumProductsWithDeviation(
  rows: i32, columns: i32, dy: usize, x: usize, mean: usize, sums: usize, partial: usize,
): void {
  sum(rows, columns, dy, x, mean, sums, partial, Sum.Products);
}

function sum(rows: i32, columns: i32, a: usize, x: usize, mean: usize, sums: usize, partial: usize, kind: Sum): void {
  zeroFloats(sums, columns);
  for (let start = 0; start < rows; start += BLOCK) {
    zeroFloats(partial, columns);
    for (let i = start, end = min(rows, start + BLOCK); i < end; i++) {
      let to = partial;
      let j = 0;
      for (; j + 4 <= columns; j += 4, to += 16, x += 16, a += 16) {
        let value = v128.load(x);
        if (kind != Sum.Values) value = f32x4.sub(value, v128.load(mean + (<usize>j << 2)));
        if (kind == Sum.Squares) value = f32x4.mul(value, value);
        if (kind == Sum.Products) value = f32x4.mul(value, v128.load(a));
        v128.store(to, f32x4.add(v128.load(to), value));
      }
      for (; j < columns; j++, to += 4, x += 4, a += 4) {
        let value = load<f32>(x);
        if (kind != Sum.Values) value -= load<f32>(mean + (<usize>j << 2));
        if (kind == Sum.Squares) value *= value;
        if (kind == Sum.Products) value *= load<f32>(a);
        store<f32>(to, load<f32>(to) + value);
      }
    }
    for (let j = 0; j < columns; j++) {
      const at = <usize>j << 2;
      store<f32>(sums + at, load<f32>(sums + at) + load<f32>(partial + at));
    }
  }
}

/** y[i, j] = x[i, j] · factor[j] + offset[j]. */
export function scaleColumns(rows: i32, columns: i32, x: usize, factor: usize, offset: usize, y: usize): void {
  for (let i = 0; i < rows; i++) {
    let j = 0;
    for (; j + 4 <= columns; j += 4, x += 16, y += 16) {
      const at = <usize>j << 2;
      v128.store(y, f32x4.add(f32x4.mul(v128.load(x), v128.load(factor + at)), v128.load(offset + at)));
    }
    for (; j < columns; j++, x += 4, y += 4) {
      const at = <usize>j << 2;
      store<f32>(y, load<f32>(x) * load<f32>(factor + at) + load<f32>(offset + at));
    }
  }
}

/** dx[i, j] = dy[i, j] · a[j] + x[i, j] · b[j] + c[j], which is the gradient of batch normalization. */
export function combineColumns(rows: i32, columns: i32, dy: usize, x: usize, a: usize, b: usize, c: usize, dx: usize): void {
  for (let i = 0; i < rows; i++) {
    let j = 0;
    for (; j + 4 <= columns; j += 4, x += 16, dy += 16, dx += 16) {
      const at = <usize>j << 2;
      const left = f32x4.mul(v128.load(dy), v128.load(a + at));
      const right = f32x4.add(f32x4.mul(v128.load(x), v128.load(b + at)), v128.load(c + at));
      v128.store(dx, f32x4.add(left, right));
    }
    for (; j < columns; j++, x += 4, dy += 4, dx += 4) {
      const at = <usize>j << 2;
      store<f32>(dx, load<f32>(dy) * load<f32>(a + at) + load<f32>(x) * load<f32>(b + at) + load<f32>(c + at));
    }
  }
}

/** y[i, j] = x[i, j] + bias[j]. */
export function addToColumns(rows: i32, columns: i32, x: usize, bias: usize, y: usize): void {
  for (let i = 0; i < rows; i++) {
    let j = 0;
    for (; j + 4 <= columns; j += 4, x += 16, y += 16) {
      v128.store(y, f32x4.add(v128.load(x), v128.load(bias + (<usize>j << 2))));
    }
    for (; j < columns; j++, x += 4, y += 4) store<f32>(y, load<f32>(x) + load<f32>(bias + (<usize>j << 2)));
  }
}

/** dx = dy where y is positive, else 0. */
export function reluGradient(count: i32, dy: usize, y: usize, dx: usize): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4, dy += 16, y += 16, dx += 16) {
    v128.store(dx, v128.and(v128.load(dy), f32x4.gt(v128.load(y), zero)));
  }
  for (; i < count; i++, dy += 4, y += 4, dx += 4) store<f32>(dx, load<f32>(y) > 0 ? load<f32>(dy) : 0);
}
