/**
 * Pooling in three dimensions (two are a depth of 1), with TensorFlow's rules: padding never wins a maximum and
 * never counts in an average; the gradient of a maximum goes to the first of equal values.
 */
import { copyFloats, zeroFloats } from './pack';
import { Geometry } from './patches';

const enum Pooling {
  Max,
  Average,
  MaxGradient,
  AverageGradient,
}

/** y = the largest value of each window. */
export function maxPool(g: Geometry, x: usize, y: usize): void {
  walk(g, x, y, 0, 0, 0, Pooling.Max);
}

/** y = the mean of each window. */
export function averagePool(g: Geometry, x: usize, y: usize): void {
  walk(g, x, y, 0, 0, 0, Pooling.Average);
}

/** dx from dy; `y` is the forward result, `found` scratch memory for one pixel's channels. */
export function maxPoolGradient(g: Geometry, x: usize, y: usize, dy: usize, dx: usize, found: usize): void {
  zeroFloats(dx, g.batch * g.depth * g.height * g.width * g.channels);
  walk(g, x, y, dy, dx, found, Pooling.MaxGradient);
}

/** dx from dy. */
export function averagePoolGradient(g: Geometry, dy: usize, dx: usize): void {
  zeroFloats(dx, g.batch * g.depth * g.height * g.width * g.channels);
  walk(g, 0, 0, dy, dx, 0, Pooling.AverageGradient);
}

function walk(g: Geometry, x: usize, y: usize, dy: usize, dx: usize, found: usize, kind: Pooling): void {
  const channels = g.channels;
  const bytes = <usize>channels << 2;
  let at: usize = 0;
  for (let n = 0; n < g.batch; n++) {
    for (let od = 0; od < g.outDepth; od++) {
      const d0 = od * g.strideDepth - g.padDepth;
      const dFrom = max(d0, 0), dTo = min(d0 + g.kernelDepth, g.depth);
      for (let oh = 0; oh < g.outHeight; oh++) {
        const h0 = oh * g.strideHeight - g.padHeight;
        const hFrom = max(h0, 0), hTo = min(h0 + g.kernelHeight, g.height);
        for (let ow = 0; ow < g.outWidth; ow++) {
          const w0 = ow * g.strideWidth - g.padWidth;
          const wFrom = max(w0, 0), wTo = min(w0 + g.kernelWidth, g.width);
          const share: f32 = <f32>1 / <f32>((dTo - dFrom) * (hTo - hFrom) * (wTo - wFrom));
          let first = true;
          if (kind == Pooling.MaxGradient) zeroFloats(found, channels);
          for (let d = dFrom; d < dTo; d++) {
            for (let h = hFrom; h < hTo; h++) {
              for (let w = wFrom; w < wTo; w++) {
                const pixel = <usize>(((n * g.depth + d) * g.height + h) * g.width + w) * bytes;
                if (kind == Pooling.AverageGradient) addScaled(dx + pixel, dy + at, channels, share);
                else if (kind == Pooling.MaxGradient) route(x + pixel, y + at, dy + at, dx + pixel, found, channels);
                else if (first) copyFloats(y + at, x + pixel, channels);
                else if (kind == Pooling.Max) keepLarger(y + at, x + pixel, channels);
                else addScaled(y + at, x + pixel, channels, 1);
                first = false;
              }
            }
          }
          if (kind == Pooling.Average) scale(y + at, channels, share);
          at += bytes;
        }
      }
    }
  }
}

function keepLarger(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, to += 16, from += 16) {
    v128.store(to, f32x4.max(v128.load(to), v128.load(from)));
  }
  for (; i < count; i++, to += 4, from += 4) store<f32>(to, max(load<f32>(to), load<f32>(from)));
}

function addScaled(to: usize, from: usize, count: i32, factor: f32): void {
  let i = 0;
  const factors = f32x4.splat(factor);
  for (; i + 4 <= count; i += 4, to += 16, from += 16) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(from), factors)));
  }
  for (; i < count; i++, to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from) * factor);
}

function scale(to: usize, count: i32, factor: f32): void {
  for (let i = 0; i < count; i++, to += 4) store<f32>(to, load<f32>(to) * factor);
}

/** Gives dy to the values that equal the maximum and are the first to do so; `found` holds all-ones where one was. */
function route(x: usize, y: usize, dy: usize, dx: usize, found: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const was = v128.load(found);
    const is = v128.andnot(f32x4.eq(v128.load(x), v128.load(y)), was);
    v128.store(dx, f32x4.add(v128.load(dx), v128.and(v128.load(dy), is)));
    v128.store(found, v128.or(was, is));
    x += 16; y += 16; dy += 16; dx += 16; found += 16;
  }
  for (; i < count; i++) {
    if (load<u32>(found) == 0 && load<f32>(x) == load<f32>(y)) {
      store<f32>(dx, load<f32>(dx) + load<f32>(dy));
      store<u32>(found, 1);
    }
    x += 4; y += 4; dy += 4; dx += 4; found += 4;
  }
}
