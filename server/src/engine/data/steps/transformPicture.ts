/** tensorflow/core/kernels/image/image_ops.h, ImageProjectiveTransformV3, for affine transforms, in float32. */
import type { LayerArguments } from '../../../language/layers/definition';
import { asFloats, emptyPicture, type Picture } from '../picture';
import { numberArgument, wordArgument } from './pipelineStep';

/** Output (x, y) comes from input (a0·x + a1·y + a2, b0·x + b1·y + b2). */
export type Affine = readonly [a0: number, a1: number, a2: number, b0: number, b1: number, b2: number];

/** The picture seen through a transform, with the fill mode and interpolation of a Random… layer's arguments. */
export function transformPicture(picture: Picture, transform: Affine, args: LayerArguments, isMask: boolean): Picture {
  const { height, width, channels } = picture;
  const fill = numberArgument(args, 'fill_value', 0);
  const mapping = mappings[wordArgument(args, 'fill_mode', 'reflect')] ?? reflect;
  const places = placesOf(transform, height, width, mapping);
  if (isMask || wordArgument(args, 'interpolation', 'bilinear') === 'nearest') {
    const source = isMask ? picture : asFloats(picture);
    const result = emptyPicture(source.dtype, height, width, channels);
    readNearest(source, places, fill, result);
    return result;
  }
  const data = new Float32Array(height * width * channels);
  readBilinear(asFloats(picture), places, fill, data);
  return { dtype: 'float32', height, width, channels, data };
}

/** By pixel of the result the column and the row that it comes from. */
function placesOf(transform: Affine, height: number, width: number, mapping: Mapping): Float64Array {
  const [a0 = 0, a1 = 0, a2 = 0, b0 = 0, b1 = 0, b2 = 0] = transform.map(Math.fround);
  const places = new Float64Array(2 * height * width);
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const column = Math.fround(Math.fround(a0 * x + a1 * y) + a2);
      const row = Math.fround(Math.fround(b0 * x + b1 * y) + b2);
      // What lies inside stays where it is in every mode.
      places[to] = column >= 0 && column <= width - 1 ? column : mapping(column, width);
      places[to + 1] = row >= 0 && row <= height - 1 ? row : mapping(row, height);
      to += 2;
    }
  }
  return places;
}

function readNearest(
  { data, height, width, channels }: Picture,
  places: Float64Array,
  fill: number,
  result: Picture,
): void {
  for (let pixel = 0; pixel < height * width; pixel += 1) {
    const [x, y] = [roundAway(places[2 * pixel] ?? 0), roundAway(places[2 * pixel + 1] ?? 0)];
    const isInside = y >= 0 && y < height && x >= 0 && x < width;
    for (let channel = 0; channel < channels; channel += 1) {
      result.data[pixel * channels + channel] = isInside ? (data[(y * width + x) * channels + channel] ?? 0) : fill;
    }
  }
}

/** One loop without calls: handed from function to function, each number would be an object of its own. */
function readBilinear(
  { data, height, width, channels }: Picture & { readonly data: Float32Array },
  places: Float64Array,
  fill: number,
  result: Float32Array,
): void {
  for (let pixel = 0; pixel < height * width; pixel += 1) {
    const column = places[2 * pixel] ?? 0;
    const row = places[2 * pixel + 1] ?? 0;
    const left = Math.floor(column);
    const top = Math.floor(row);
    const isAbove = top >= 0 && top < height;
    const isBelow = top + 1 >= 0 && top + 1 < height;
    const isLeft = left >= 0 && left < width;
    const isRight = left + 1 >= 0 && left + 1 < width;
    const above = (top * width + left) * channels;
    const below = above + width * channels;
    for (let channel = 0; channel < channels; channel += 1) {
      const topLeft = isAbove && isLeft ? (data[above + channel] ?? 0) : fill;
      const topRight = isAbove && isRight ? (data[above + channels + channel] ?? 0) : fill;
      const bottomLeft = isBelow && isLeft ? (data[below + channel] ?? 0) : fill;
      const bottomRight = isBelow && isRight ? (data[below + channels + channel] ?? 0) : fill;
      const upper = Math.fround((left + 1 - column) * topLeft + (column - left) * topRight);
      const lower = Math.fround((left + 1 - column) * bottomLeft + (column - left) * bottomRight);
      result[pixel * channels + channel] = (top + 1 - row) * upper + (row - top) * lower;
    }
  }
}

/** C++'s std::round: halves away from zero. */
function roundAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

type Mapping = (place: number, length: number) => number;

/** [dcba|abcd|dcba] */
const reflect: Mapping = (place, length) => {
  if (length <= 1 && (place < 0 || place > length - 1)) return 0;
  const period = 2 * length;
  let inside = place;
  if (place < 0) {
    if (inside < period) inside = period * Math.trunc(-inside / period) + inside;
    inside = inside < -length ? inside + period : -inside - 1;
  } else if (place > length - 1) {
    inside -= period * Math.trunc(inside / period);
    if (inside >= length) inside = period - inside - 1;
  }
  return clamp(inside, length);
};

/** [abcd|abcd|abcd] */
const wrap: Mapping = (place, length) => {
  if (place >= 0 && place <= length - 1) return place;
  if (length <= 1) return 0;
  const turns = place < 0 ? Math.trunc(-place / (length - 1)) + 1 : -Math.trunc(place / (length - 1));
  return clamp(place + length * turns, length);
};

const mappings: { readonly [mode: string]: Mapping } = { reflect, wrap, nearest: clamp, constant: (place) => place };

function clamp(place: number, length: number): number {
  return Math.max(0, Math.min(length - 1, place));
}
