/** tensorflow/core/kernels/image/image_ops.h, ImageProjectiveTransformV3, for affine transforms, in float32. */
import type { LayerArguments } from '../../../language/layers/definition';
import { asFloats, emptyPicture, type Picture } from '../picture';
import { numberArgument, wordArgument } from './pipelineStep';

/** Output (x, y) comes from input (a0·x + a1·y + a2, b0·x + b1·y + b2). */
export type Affine = readonly [a0: number, a1: number, a2: number, b0: number, b1: number, b2: number];

/** The picture seen through a transform, with the fill mode and interpolation of a Random… layer's arguments. */
export function transformPicture(picture: Picture, transform: Affine, args: LayerArguments, isMask: boolean): Picture {
  const isNearest = isMask || wordArgument(args, 'interpolation', 'bilinear') === 'nearest';
  const source = isMask ? picture : asFloats(picture);
  const result = emptyPicture(source.dtype, picture.height, picture.width, picture.channels);
  const fill = numberArgument(args, 'fill_value', 0);
  const mapping = mappings[wordArgument(args, 'fill_mode', 'reflect')] ?? reflect;
  const [a0, a1, a2, b0, b1, b2] = transform.map(Math.fround);
  const { height, width, channels } = picture;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const column = mapping(Math.fround(Math.fround((a0 ?? 0) * x + (a1 ?? 0) * y) + (a2 ?? 0)), width);
      const row = mapping(Math.fround(Math.fround((b0 ?? 0) * x + (b1 ?? 0) * y) + (b2 ?? 0)), height);
      const to = (y * width + x) * channels;
      if (isNearest) readNearest(source, row, column, fill, result, to);
      else readBilinear(source, row, column, fill, result, to);
    }
  }
  return result;
}

function readNearest(
  { data, height, width, channels }: Picture,
  row: number,
  column: number,
  fill: number,
  result: Picture,
  to: number,
): void {
  const [y, x] = [roundAway(row), roundAway(column)];
  const isInside = y >= 0 && y < height && x >= 0 && x < width;
  for (let channel = 0; channel < channels; channel += 1) {
    result.data[to + channel] = isInside ? (data[(y * width + x) * channels + channel] ?? 0) : fill;
  }
}

function readBilinear(
  { data, height, width, channels }: Picture,
  row: number,
  column: number,
  fill: number,
  result: Picture,
  to: number,
): void {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [down, along] = [row - top, column - left];
  const [up, back] = [top + 1 - row, left + 1 - column];
  for (let channel = 0; channel < channels; channel += 1) {
    const at = (y: number, x: number): number =>
      y >= 0 && y < height && x >= 0 && x < width ? (data[(y * width + x) * channels + channel] ?? 0) : fill;
    const above = Math.fround(back * at(top, left) + along * at(top, left + 1));
    const below = Math.fround(back * at(top + 1, left) + along * at(top + 1, left + 1));
    result.data[to + channel] = up * above + down * below;
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
