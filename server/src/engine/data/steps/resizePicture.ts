/** tf.image.resize without antialiasing: half-pixel centres, in float32. */
import { asFloats, emptyPicture, type Picture } from '../picture';

export type Interpolation = 'bilinear' | 'nearest' | 'area';

/** A picture of the size; float32 except with `nearest`, which takes pixels as they are. */
export function resizePicture(picture: Picture, height: number, width: number, interpolation: Interpolation): Picture {
  if (picture.height === height && picture.width === width)
    return interpolation === 'nearest' ? picture : asFloats(picture);
  if (interpolation === 'nearest') return nearest(picture, height, width);
  return interpolation === 'area' ? area(picture, height, width) : bilinear(picture, height, width);
}

/** tensorflow/core/kernels/image/resize_nearest_neighbor_op.cc */
function nearest(picture: Picture, height: number, width: number): Picture {
  const result = emptyPicture(picture.dtype, height, width, picture.channels);
  const rows = nearestPlaces(picture.height, height);
  const columns = nearestPlaces(picture.width, width);
  const { channels } = picture;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = ((rows[y] ?? 0) * picture.width + (columns[x] ?? 0)) * channels;
      const to = (y * width + x) * channels;
      for (let channel = 0; channel < channels; channel += 1)
        result.data[to + channel] = picture.data[from + channel] ?? 0;
    }
  }
  return result;
}

function nearestPlaces(from: number, to: number): Int32Array {
  const scale = Math.fround(from / to);
  return Int32Array.from({ length: to }, (_, place) =>
    Math.min(Math.floor(Math.fround(Math.fround(place + 0.5) * scale)), from - 1),
  );
}

interface Weights {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  readonly share: Float32Array;
}

/** tensorflow/core/kernels/image/resize_bilinear_op.cc, compute_interpolation_weights */
function lineWeights(from: number, to: number): Weights {
  const scale = Math.fround(from / to);
  const weights = { lower: new Int32Array(to), upper: new Int32Array(to), share: new Float32Array(to) };
  for (let place = 0; place < to; place += 1) {
    const source = Math.fround(Math.fround(Math.fround(place + 0.5) * scale) - 0.5);
    const floor = Math.floor(source);
    weights.lower[place] = Math.max(floor, 0);
    weights.upper[place] = Math.min(Math.ceil(source), from - 1);
    weights.share[place] = source - floor;
  }
  return weights;
}

function bilinear(picture: Picture, height: number, width: number): Picture {
  const { channels, data } = picture;
  const result = new Float32Array(height * width * channels);
  const rows = lineWeights(picture.height, height);
  const columns = lineWeights(picture.width, width);
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    const top = (rows.lower[y] ?? 0) * picture.width;
    const bottom = (rows.upper[y] ?? 0) * picture.width;
    const down = rows.share[y] ?? 0;
    for (let x = 0; x < width; x += 1) {
      const [left, right, along] = [columns.lower[x] ?? 0, columns.upper[x] ?? 0, columns.share[x] ?? 0];
      for (let channel = 0; channel < channels; channel += 1, to += 1) {
        const topLeft = data[(top + left) * channels + channel] ?? 0;
        const bottomLeft = data[(bottom + left) * channels + channel] ?? 0;
        const above = Math.fround(
          topLeft + Math.fround(Math.fround((data[(top + right) * channels + channel] ?? 0) - topLeft) * along),
        );
        const below = Math.fround(
          bottomLeft +
            Math.fround(Math.fround((data[(bottom + right) * channels + channel] ?? 0) - bottomLeft) * along),
        );
        result[to] = above + Math.fround(Math.fround(below - above) * down);
      }
    }
  }
  return { dtype: 'float32', height, width, channels, data: result };
}

/** tensorflow/core/kernels/image/resize_area_op.cc: the mean of what a new pixel covers. */
function area(picture: Picture, height: number, width: number): Picture {
  const { channels, data } = picture;
  const result = new Float32Array(height * width * channels);
  const rows = areaWeights(picture.height, height);
  const columns = areaWeights(picture.width, width);
  const scale = 1 / ((picture.height / height) * (picture.width / width));
  rows.forEach((down, y) => {
    columns.forEach((along, x) => {
      for (let channel = 0; channel < channels; channel += 1) {
        let sum = 0;
        for (const [row, rowShare] of down) {
          for (const [column, columnShare] of along)
            sum += (data[(row * picture.width + column) * channels + channel] ?? 0) * rowShare * columnShare;
        }
        result[(y * width + x) * channels + channel] = sum * scale;
      }
    });
  });
  return { dtype: 'float32', height, width, channels, data: result };
}

/** The lines under each new line, and how much of each it covers. */
export function areaWeights(from: number, to: number): readonly (readonly (readonly [number, number])[])[] {
  const scale = Math.fround(from / to);
  return Array.from({ length: to }, (_, place) => {
    const [start, end] = [Math.fround(place * scale), Math.fround((place + 1) * scale)];
    const lines: [number, number][] = [];
    for (let line = Math.floor(start); line < Math.ceil(end); line += 1) {
      lines.push([Math.min(line, from - 1), Math.min(line + 1, end) - Math.max(line, start)]);
    }
    return lines;
  });
}
