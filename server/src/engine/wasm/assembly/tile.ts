/**
 * The innermost loop of every matrix product: a tile of 6 × 8 results held in twelve vector registers, two more
 * for a row of B and one for the value of A, which is what the sixteen registers of x64 allow.
 */

/** Rows of a tile. */
export const TILE_ROWS: i32 = 6;
/** Columns of a tile: two vectors of four. */
export const TILE_COLUMNS: i32 = 8;
/** How many steps along the inner dimension a packed block of A holds at the most. */
export const BLOCK_K: i32 = 256;
/** Bytes from row to row of a packed row-major block: a little over 256 floats, so that rows don't share cache sets. */
export const ROW_STRIDE: usize = 1056;

/**
 * C (6 × 8) = or += A · B. A is row-major with rows ROW_STRIDE apart; B is a panel of `k` rows of eight.
 */
// @ts-ignore: decorator
@inline
export function tileOfRows(k: i32, a: usize, b: usize, c: usize, strideC: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  for (let i = 0; i < k; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(s, b0));
    c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, ROW_STRIDE);
    c10 = f32x4.add(c10, f32x4.mul(s, b0));
    c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 2 * ROW_STRIDE);
    c20 = f32x4.add(c20, f32x4.mul(s, b0));
    c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 3 * ROW_STRIDE);
    c30 = f32x4.add(c30, f32x4.mul(s, b0));
    c31 = f32x4.add(c31, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 4 * ROW_STRIDE);
    c40 = f32x4.add(c40, f32x4.mul(s, b0));
    c41 = f32x4.add(c41, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 5 * ROW_STRIDE);
    c50 = f32x4.add(c50, f32x4.mul(s, b0));
    c51 = f32x4.add(c51, f32x4.mul(s, b1));
    a += 4;
    b += 32;
  }
  put(c, c00, c01, accumulate);
  put(c + strideC, c10, c11, accumulate);
  put(c + 2 * strideC, c20, c21, accumulate);
  put(c + 3 * strideC, c30, c31, accumulate);
  put(c + 4 * strideC, c40, c41, accumulate);
  put(c + 5 * strideC, c50, c51, accumulate);
}

/**
 * C (6 × 8) = or += Aᵀ · B. The six values of A for a step stand side by side, steps are `strideA` bytes apart.
 */
// @ts-ignore: decorator
@inline
export function tileOfColumns(k: i32, a: usize, strideA: usize, b: usize, c: usize, strideC: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  for (let i = 0; i < k; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(s, b0));
    c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(s, b0));
    c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(s, b0));
    c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(s, b0));
    c31 = f32x4.add(c31, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 16);
    c40 = f32x4.add(c40, f32x4.mul(s, b0));
    c41 = f32x4.add(c41, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 20);
    c50 = f32x4.add(c50, f32x4.mul(s, b0));
    c51 = f32x4.add(c51, f32x4.mul(s, b1));
    a += strideA;
    b += 32;
  }
  put(c, c00, c01, accumulate);
  put(c + strideC, c10, c11, accumulate);
  put(c + 2 * strideC, c20, c21, accumulate);
  put(c + 3 * strideC, c30, c31, accumulate);
  put(c + 4 * strideC, c40, c41, accumulate);
  put(c + 5 * strideC, c50, c51, accumulate);
}

// @ts-ignore: decorator
@inline
function put(at: usize, low: v128, high: v128, accumulate: bool): void {
  if (accumulate) {
    low = f32x4.add(v128.load(at), low);
    high = f32x4.add(v128.load(at, 16), high);
  }
  v128.store(at, low);
  v128.store(at, high, 16);
}
