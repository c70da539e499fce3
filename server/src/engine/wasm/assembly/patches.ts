/**
 * The patches that a convolution sees, as the rows of a matrix [pixels × taps·channels], made block by block and
 * never as a whole. Two dimensions are three with a depth of 1.
 */
import { copyFloats, zeroFloats } from './pack';

/** The geometry of a convolution: 21 whole numbers in this order; the pointer that the exports take is one to it. */
// @ts-ignore: decorator
@unmanaged
export class Geometry {
  batch: i32; depth: i32; height: i32; width: i32; channels: i32;
  kernelDepth: i32; kernelHeight: i32; kernelWidth: i32; filters: i32;
  outDepth: i32; outHeight: i32; outWidth: i32;
  strideDepth: i32; strideHeight: i32; strideWidth: i32;
  dilationDepth: i32; dilationHeight: i32; dilationWidth: i32;
  padDepth: i32; padHeight: i32; padWidth: i32;
}

/** How many taps · channels a patch has. */
export function patchLength(g: Geometry): i32 {
  return g.kernelDepth * g.kernelHeight * g.kernelWidth * g.channels;
}

export function pixelCount(g: Geometry): i32 {
  return g.batch * g.outDepth * g.outHeight * g.outWidth;
}

/** Columns k0 … k0+k of the patches of pixels p0 … p0+count, rows `stride` bytes apart; outside the input is 0. */
export function packPatches(to: usize, stride: usize, g: Geometry, x: usize, p0: i32, count: i32, k0: i32, k: i32): void {
  walk(to, stride, g, x, p0, count, k0, k, false);
}

/** The way back: adds columns k0 … k0+k of patch rows onto the pixels of dx that they came from. */
export function addPatches(from: usize, stride: usize, g: Geometry, dx: usize, p0: i32, count: i32, k0: i32, k: i32): void {
  walk(from, stride, g, dx, p0, count, k0, k, true);
}

/** Meets each run of channels of each patch once, with its place in the rows and in the image. */
function walk(
  rows: usize, stride: usize, g: Geometry, image: usize, p0: i32, count: i32, k0: i32, k: i32, adding: bool,
): void {
  let rest = p0;
  let ow = rest % g.outWidth;
  rest /= g.outWidth;
  let oh = rest % g.outHeight;
  rest /= g.outHeight;
  let od = rest % g.outDepth;
  let n = rest / g.outDepth;
  const channels = g.channels;
  const firstTap = k0 / channels;
  const end = k0 + k;
  for (let p = 0; p < count; p++) {
    const d0 = od * g.strideDepth - g.padDepth;
    const h0 = oh * g.strideHeight - g.padHeight;
    const w0 = ow * g.strideWidth - g.padWidth;
    let kw = firstTap % g.kernelWidth;
    let kh = (firstTap / g.kernelWidth) % g.kernelHeight;
    let kd = firstTap / (g.kernelWidth * g.kernelHeight);
    let at = rows;
    let column = k0;
    while (column < end) {
      const skip = column % channels;
      const run = min(channels - skip, end - column);
      const d = d0 + kd * g.dilationDepth;
      const h = h0 + kh * g.dilationHeight;
      const w = w0 + kw * g.dilationWidth;
      if (<u32>d < <u32>g.depth && <u32>h < <u32>g.height && <u32>w < <u32>g.width) {
        const pixel = ((n * g.depth + d) * g.height + h) * g.width + w;
        const place = image + (<usize>(pixel * channels + skip) << 2);
        if (adding) addFloats(place, at, run);
        else copyFloats(at, place, run);
      } else if (!adding) {
        zeroFloats(at, run);
      }
      at += <usize>run << 2;
      column += run;
      if (++kw == g.kernelWidth) {
        kw = 0;
        if (++kh == g.kernelHeight) {
          kh = 0;
          kd++;
        }
      }
    }
    rows += stride;
    if (++ow == g.outWidth) {
      ow = 0;
      if (++oh == g.outHeight) {
        oh = 0;
        if (++od == g.outDepth) {
          od = 0;
          n++;
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function addFloats(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    to += 4;
    from += 4;
  }
}
