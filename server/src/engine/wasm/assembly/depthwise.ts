/** Depthwise convolutions: filters [kh, kw, channels, multiplier], output channel c · multiplier + m. */
import { zeroFloats } from './pack';
import { Geometry } from './patches';

/** y = the depthwise convolution of x with w. */
export function depthwise(g: Geometry, x: usize, w: usize, y: usize): void {
  walk(g, x, w, y, Direction.Forward);
}

/** dw = the gradient of the filter. */
export function depthwiseFilterGradient(g: Geometry, x: usize, dy: usize, dw: usize): void {
  zeroFloats(dw, g.kernelHeight * g.kernelWidth * g.filters);
  walk(g, x, dw, dy, Direction.Filter);
}

/** dx = the gradient of the input. */
export function depthwiseInputGradient(g: Geometry, dy: usize, w: usize, dx: usize): void {
  zeroFloats(dx, g.batch * g.height * g.width * g.channels);
  walk(g, dx, w, dy, Direction.Input);
}

const enum Direction {
  Forward,
  Filter,
  Input,
}

/** Meets every pair of an output pixel and a tap once; what is done there depends on the direction. */
function walk(g: Geometry, x: usize, w: usize, y: usize, direction: Direction): void {
  const filters = g.filters;
  const multiplier = filters / g.channels;
  for (let n = 0; n < g.batch; n++) {
    for (let oh = 0; oh < g.outHeight; oh++) {
      for (let ow = 0; ow < g.outWidth; ow++) {
        const out = y + (<usize>(((n * g.outHeight + oh) * g.outWidth + ow) * filters) << 2);
        if (direction == Direction.Forward) zeroFloats(out, filters);
        for (let kh = 0; kh < g.kernelHeight; kh++) {
          const h = oh * g.strideHeight - g.padHeight + kh * g.dilationHeight;
          if (<u32>h >= <u32>g.height) continue;
          for (let kw = 0; kw < g.kernelWidth; kw++) {
            const col = ow * g.strideWidth - g.padWidth + kw * g.dilationWidth;
            if (<u32>col >= <u32>g.width) continue;
            const from = x + (<usize>(((n * g.height + h) * g.width + col) * g.channels) << 2);
            const filter = w + (<usize>((kh * g.kernelWidth + kw) * filters) << 2);
            if (multiplier == 1) channelsOne(from, filter, out, filters, direction);
            else channelsMany(from, filter, out, g.channels, multiplier, direction);
          }
        }
      }
    }
  }
}

function channelsOne(x: usize, w: usize, y: usize, channels: i32, direction: Direction): void {
  let i = 0;
  for (; i + 4 <= channels; i += 4) {
    const at = <usize>i << 2;
    if (direction == Direction.Forward) multiplyAdd(y + at, x + at, w + at);
    else if (direction == Direction.Filter) multiplyAdd(w + at, x + at, y + at);
    else multiplyAdd(x + at, y + at, w + at);
  }
  if (i < channels) {
    const at = <usize>i << 2;
    channelsMany(x + at, w + at, y + at, channels - i, 1, direction);
  }
}

// @ts-ignore: decorator
@inline
function multiplyAdd(to: usize, a: usize, b: usize): void {
  v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(a), v128.load(b))));
}

function channelsMany(x: usize, w: usize, y: usize, channels: i32, multiplier: i32, direction: Direction): void {
  for (let c = 0; c < channels; c++) {
    const input = x + (<usize>c << 2);
    for (let m = 0; m < multiplier; m++) {
      const at = <usize>(c * multiplier + m) << 2;
      if (direction == Direction.Forward) add(y + at, load<f32>(input) * load<f32>(w + at));
      else if (direction == Direction.Filter) add(w + at, load<f32>(input) * load<f32>(y + at));
      else add(input, load<f32>(y + at) * load<f32>(w + at));
    }
  }
}

// @ts-ignore: decorator
@inline
function add(at: usize, value: f32): void {
  store<f32>(at, load<f32>(at) + value);
}
