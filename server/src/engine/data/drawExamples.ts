/** Examples as one picture, for a look at them. */
import type { Tensor } from '../backend';
import { toPictures, type Picture } from './picture';

export interface Drawing {
  readonly height: number;
  readonly width: number;
  readonly channels: 3;
  readonly data: Uint8Array;
}

const gap = 2;

/** Images [N, h, w, c] in rows, about as many columns as rows, with their values stretched to 0…255 unless they are bytes. */
export function drawGrid(images: Tensor): Drawing {
  const pictures = toPictures(images);
  const { height = 1, width = 1 } = pictures[0] ?? {};
  const columns = Math.max(1, Math.ceil(Math.sqrt(pictures.length)));
  const rows = Math.max(1, Math.ceil(pictures.length / columns));
  const drawing = canvas(rows * (height + gap) + gap, columns * (width + gap) + gap);
  const scale = scaleOf(images);
  pictures.forEach((picture, index) => {
    place(
      picture,
      drawing,
      gap + Math.floor(index / columns) * (height + gap),
      gap + (index % columns) * (width + gap),
      scale,
    );
  });
  return drawing;
}

/** Series [N, length, columns]: the first example, a line a column. */
export function drawLine(series: Tensor): Drawing {
  const [, length = 1, columns = 1] = series.shape;
  const drawing = canvas(200, 640);
  const values = series.data.subarray(0, length * columns);
  const [low, high] = rangeOf(values);
  for (let column = 0; column < columns; column += 1) {
    let before: number | undefined;
    for (let x = 0; x < drawing.width; x += 1) {
      const step = Math.min(length - 1, Math.floor((x * length) / drawing.width));
      const share = ((values[step * columns + column] ?? 0) - low) / (high - low || 1);
      const y = Math.round((1 - share) * (drawing.height - 11)) + 5;
      const [from, to] = [Math.min(before ?? y, y), Math.max(before ?? y, y)];
      for (let line = from; line <= to; line += 1)
        drawing.data.set(lineColors[column % lineColors.length] ?? [0, 0, 0], (line * drawing.width + x) * 3);
      before = y;
    }
  }
  return drawing;
}

const lineColors = [
  [31, 119, 180],
  [214, 39, 40],
  [44, 160, 44],
  [148, 103, 189],
] as const;

function canvas(height: number, width: number): Drawing {
  return { height, width, channels: 3, data: new Uint8Array(height * width * 3).fill(255) };
}

type Scale = (value: number) => number;

function scaleOf(images: Tensor): Scale {
  if (images.dtype === 'uint8') return (value) => value;
  const [low, high] = rangeOf(images.data);
  // Floats that are still pixels keep their brightness.
  if (low >= 0 && high <= 255 && high > 1) return (value) => value;
  return (value) => ((value - low) / (high - low || 1)) * 255;
}

function rangeOf(values: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < values.length; index += 1) {
    low = Math.min(low, values[index] ?? low);
    high = Math.max(high, values[index] ?? high);
  }
  return low <= high ? [low, high] : [0, 1];
}

function place(picture: Picture, drawing: Drawing, top: number, left: number, scale: Scale): void {
  for (let y = 0; y < picture.height; y += 1) {
    for (let x = 0; x < picture.width; x += 1) {
      const from = (y * picture.width + x) * picture.channels;
      const to = ((top + y) * drawing.width + left + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const value = picture.data[from + (picture.channels >= 3 ? channel : 0)] ?? 0;
        drawing.data[to + channel] = Math.max(0, Math.min(255, Math.round(scale(value))));
      }
    }
  }
}
