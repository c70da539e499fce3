import { packPanels, packPanelsTransposed, packRows, zeroFloats } from './pack';
import { Geometry, addPatches, packPatches, patchLength, pixelCount } from './patches';
import { BLOCK_COLUMNS, BLOCK_ROWS, SCRATCH_A, SCRATCH_B } from './matmul';
import { multiplyColumns, multiplyRows } from './product';
import { BLOCK_K, ROW_STRIDE } from './tile';

/** Columns of a patch that the filter gradient takes at a time: a multiple of the tile's rows. */
const PATCH_BLOCK: i32 = 240;

/** y[pixels × filters] = patches(x) · w. */
export function convolution(g: Geometry, x: usize, w: usize, y: usize, scratch: usize): void {
  const pixels = pixelCount(g);
  const length = patchLength(g);
  const filters = g.filters;
  const stride = <usize>filters << 2;
  const blockA = scratch + SCRATCH_A;
  const panels = scratch + SCRATCH_B;
  for (let j = 0; j < filters; j += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, filters - j);
    for (let l = 0; l < length; l += BLOCK_K) {
      const steps = min(BLOCK_K, length - l);
      packPanels(panels, w, stride, l, steps, j, columns);
      for (let p = 0; p < pixels; p += BLOCK_ROWS) {
        const rows = min(BLOCK_ROWS, pixels - p);
        packPatches(blockA, ROW_STRIDE, g, x, p, rows, l, steps);
        multiplyRows(rows, columns, steps, blockA, panels, y + <usize>p * stride + (<usize>j << 2), stride, l > 0, scratch);
      }
    }
  }
}

/** dw[taps·channels × filters] = patches(x)ᵀ · dy. */
export function convolutionFilterGradient(g: Geometry, x: usize, dy: usize, dw: usize, scratch: usize): void {
  const pixels = pixelCount(g);
  const length = patchLength(g);
  const filters = g.filters;
  const stride = <usize>filters << 2;
  const blockA = scratch + SCRATCH_A;
  const panels = scratch + SCRATCH_B;
  zeroFloats(dw, length * filters);
  for (let j = 0; j < filters; j += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, filters - j);
    for (let p = 0; p < pixels; p += BLOCK_K) {
      const steps = min(BLOCK_K, pixels - p);
      packPanels(panels, dy, stride, p, steps, j, columns);
      for (let l = 0; l < length; l += PATCH_BLOCK) {
        const rows = min(PATCH_BLOCK, length - l);
        packPatches(blockA, PATCH_BLOCK * 4, g, x, p, steps, l, rows);
        multiplyColumns(
          rows, columns, steps, blockA, PATCH_BLOCK * 4, panels, dw + <usize>l * stride + (<usize>j << 2), stride, true, scratch,
        );
      }
    }
  }
}

/** dx = the patches of dy · wᵀ, each added where it came from. */
export function convolutionInputGradient(g: Geometry, dy: usize, w: usize, dx: usize, scratch: usize): void {
  const pixels = pixelCount(g);
  const length = patchLength(g);
  const filters = g.filters;
  const stride = <usize>filters << 2;
  // All steps of a few columns are packed at once: the products of all of them are needed before they are spread.
  const width = max(8, min(256, (BLOCK_K * BLOCK_COLUMNS / ((filters + 7) & ~7)) & ~7));
  const blockA = scratch + SCRATCH_A;
  const patches = blockA + <usize>(BLOCK_ROWS + 6) * ROW_STRIDE;
  const panels = scratch + SCRATCH_B;
  zeroFloats(dx, g.batch * g.depth * g.height * g.width * g.channels);
  for (let l = 0; l < length; l += width) {
    const columns = min(width, length - l);
    let at = panels;
    for (let f = 0; f < filters; f += BLOCK_K) {
      const steps = min(BLOCK_K, filters - f);
      packPanelsTransposed(at, w, stride, f, steps, l, columns);
      at += <usize>(((columns + 7) & ~7) * steps) << 2;
    }
    for (let p = 0; p < pixels; p += BLOCK_ROWS) {
      const rows = min(BLOCK_ROWS, pixels - p);
      at = panels;
      for (let f = 0; f < filters; f += BLOCK_K) {
        const steps = min(BLOCK_K, filters - f);
        packRows(blockA, dy, stride, p, rows, f, steps);
        multiplyRows(rows, columns, steps, blockA, at, patches, 1024, f > 0, scratch);
        at += <usize>(((columns + 7) & ~7) * steps) << 2;
      }
      addPatches(patches, 1024, g, dx, p, rows, l, columns);
    }
  }
}
