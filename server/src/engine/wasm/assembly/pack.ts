/** Packing of operands into the layouts that the tiles read. */
import { ROW_STRIDE, TILE_COLUMNS } from './tile';

/** `count` floats from one place to another, four at a time. */
// @ts-ignore: decorator
@inline
export function copyFloats(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(from));
    to += 4;
    from += 4;
  }
}

// @ts-ignore: decorator
@inline
export function zeroFloats(to: usize, count: i32): void {
  memory.fill(to, 0, <usize>count << 2);
}

/** Rows i0 … i0+rows of a row-major matrix, columns k0 … k0+k, as rows ROW_STRIDE apart. */
export function packRows(to: usize, a: usize, strideA: usize, i0: i32, rows: i32, k0: i32, k: i32): void {
  for (let i = 0; i < rows; i++) {
    copyFloats(to + <usize>i * ROW_STRIDE, a + <usize>(i0 + i) * strideA + (<usize>k0 << 2), k);
  }
}

/** Of a matrix stored transposed: for each step k0 … k0+k the values i0 … i0+rows side by side. */
export function packColumns(to: usize, strideTo: usize, a: usize, strideA: usize, i0: i32, rows: i32, k0: i32, k: i32): void {
  for (let i = 0; i < k; i++) {
    copyFloats(to + <usize>i * strideTo, a + <usize>(k0 + i) * strideA + (<usize>i0 << 2), rows);
  }
}

/** Rows k0 … k0+k and columns j0 … j0+columns of a row-major B, as panels of eight columns; the last one padded with 0. */
export function packPanels(to: usize, b: usize, strideB: usize, k0: i32, k: i32, j0: i32, columns: i32): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    const width = min(TILE_COLUMNS, columns - j);
    let from = b + <usize>k0 * strideB + (<usize>(j0 + j) << 2);
    if (width == TILE_COLUMNS) {
      for (let i = 0; i < k; i++) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        to += 32;
        from += strideB;
      }
      continue;
    }
    for (let i = 0; i < k; i++) {
      zeroFloats(to, TILE_COLUMNS);
      copyFloats(to, from, width);
      to += 32;
      from += strideB;
    }
  }
}

/** The same of a B that is stored transposed: element (k, j) stands at row j, column k. */
export function packPanelsTransposed(to: usize, b: usize, strideB: usize, k0: i32, k: i32, j0: i32, columns: i32): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    const width = min(TILE_COLUMNS, columns - j);
    if (width < TILE_COLUMNS) zeroFloats(to, TILE_COLUMNS * k);
    for (let column = 0; column < width; column++) {
      let from = b + <usize>(j0 + j + column) * strideB + (<usize>k0 << 2);
      let at = to + (<usize>column << 2);
      for (let i = 0; i < k; i++) {
        store<f32>(at, load<f32>(from));
        from += 4;
        at += 32;
      }
    }
    to += <usize>k * 32;
  }
}
