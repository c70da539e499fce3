/**
 * A packed block of A times packed panels of B, tile by tile. Blocks are padded to whole tiles; a tile that
 * sticks out of C goes through a scratch tile, so that nothing beside C is written.
 */
import { TILE_COLUMNS, TILE_ROWS, tileOfColumns, tileOfRows } from './tile';
import { ROW_STRIDE } from './tile';

/** C[rows × columns] = or += A · B; A packed in rows, B in panels of eight with `k` rows each. */
export function multiplyRows(
  rows: i32, columns: i32, k: i32, a: usize, b: usize, c: usize, strideC: usize, accumulate: bool, scratch: usize,
): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    const panel = b + (<usize>j * <usize>k << 2);
    for (let i = 0; i < rows; i += TILE_ROWS) {
      const from = a + <usize>i * ROW_STRIDE;
      const to = c + <usize>i * strideC + (<usize>j << 2);
      if (i + TILE_ROWS <= rows && j + TILE_COLUMNS <= columns) {
        tileOfRows(k, from, panel, to, strideC, accumulate);
      } else {
        tileOfRows(k, from, panel, scratch, 32, false);
        copyTile(scratch, to, strideC, min(TILE_ROWS, rows - i), min(TILE_COLUMNS, columns - j), accumulate);
      }
    }
  }
}

/** The same with A packed in columns, `strideA` bytes from step to step. */
export function multiplyColumns(
  rows: i32, columns: i32, k: i32, a: usize, strideA: usize, b: usize, c: usize, strideC: usize, accumulate: bool, scratch: usize,
): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    const panel = b + (<usize>j * <usize>k << 2);
    for (let i = 0; i < rows; i += TILE_ROWS) {
      const from = a + (<usize>i << 2);
      const to = c + <usize>i * strideC + (<usize>j << 2);
      if (i + TILE_ROWS <= rows && j + TILE_COLUMNS <= columns) {
        tileOfColumns(k, from, strideA, panel, to, strideC, accumulate);
      } else {
        tileOfColumns(k, from, strideA, panel, scratch, 32, false);
        copyTile(scratch, to, strideC, min(TILE_ROWS, rows - i), min(TILE_COLUMNS, columns - j), accumulate);
      }
    }
  }
}

function copyTile(from: usize, to: usize, strideTo: usize, rows: i32, columns: i32, accumulate: bool): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = to + <usize>i * strideTo + (<usize>j << 2);
      const value = load<f32>(from + (<usize>(i * TILE_COLUMNS + j) << 2));
      store<f32>(at, accumulate ? load<f32>(at) + value : value);
    }
  }
}
