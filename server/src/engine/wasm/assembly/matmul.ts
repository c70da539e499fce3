import { packColumns, packPanels, packPanelsTransposed, packRows } from './pack';
import { multiplyColumns, multiplyRows } from './product';
import { BLOCK_K } from './tile';

/** Rows of A that are packed at a time: with 256 steps each about 100 KB, which stays in the second cache. */
export const BLOCK_ROWS: i32 = 96;
/** Columns of B that are packed at a time. */
export const BLOCK_COLUMNS: i32 = 1024;

/** Where the scratch memory of `scratchBytes` is cut: first a tile, then a block of A, then panels of B. */
export const SCRATCH_A: usize = 256;
export const SCRATCH_B: usize = 256 + 512 * 1024;

/** Bytes of scratch memory that each export of this module wants. */
export function scratchBytes(): i32 {
  return <i32>SCRATCH_B + BLOCK_K * BLOCK_COLUMNS * 4 + 64;
}

/**
 * C[m × n] = A[m × k] · B[k × n], each row-major; with `transposeA` A is stored as [k × m], with
 * `transposeB` B as [n × k].
 */
export function matmul(
  m: i32, n: i32, k: i32, a: usize, transposeA: bool, b: usize, transposeB: bool, c: usize, scratch: usize,
): void {
  const strideA = <usize>(transposeA ? m : k) << 2;
  const strideB = <usize>(transposeB ? k : n) << 2;
  const strideC = <usize>n << 2;
  const blockA = scratch + SCRATCH_A;
  const panels = scratch + SCRATCH_B;
  for (let j = 0; j < n; j += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, n - j);
    for (let l = 0; l < k; l += BLOCK_K) {
      const steps = min(BLOCK_K, k - l);
      if (transposeB) packPanelsTransposed(panels, b, strideB, l, steps, j, columns);
      else packPanels(panels, b, strideB, l, steps, j, columns);
      for (let i = 0; i < m; i += BLOCK_ROWS) {
        const rows = min(BLOCK_ROWS, m - i);
        const to = c + <usize>i * strideC + (<usize>j << 2);
        if (transposeA) {
          packColumns(blockA, BLOCK_ROWS * 4, a, strideA, i, rows, l, steps);
          multiplyColumns(rows, columns, steps, blockA, BLOCK_ROWS * 4, panels, to, strideC, l > 0, scratch);
        } else {
          packRows(blockA, a, strideA, i, rows, l, steps);
          multiplyRows(rows, columns, steps, blockA, panels, to, strideC, l > 0, scratch);
        }
      }
    }
  }
}
