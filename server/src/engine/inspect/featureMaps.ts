import { imageRange } from '../../language/pictures/imageRange';
import type { FeaturesAnswer, MapAnswer, ThumbnailAnswer } from '../../protocol/inspectMessages';
import type { Tensor } from '../backend';

/** A layer's output as maps: the channels of an image; the channels of a series as rows; a vector as one row. */
export interface MapLayout {
  readonly height: number;
  readonly width: number;
  readonly count: number;
  /** The distance of two neighbours of a map in the data, and of a value to the same place in the next map. */
  readonly step: number;
}

/** Of a shape without the batch; the slices of a volume lie below one another. */
export function mapLayout(shape: readonly number[]): MapLayout {
  if (shape.length <= 1) return { height: 1, width: shape[0] ?? 1, count: 1, step: 1 };
  const channels = shape.at(-1) ?? 1;
  if (shape.length === 2) return { height: 1, width: shape[0] ?? 1, count: channels, step: channels };
  const width = shape.at(-2) ?? 1;
  const height = shape.slice(0, -2).reduce((all, size) => all * size, 1);
  return { height, width, count: channels, step: channels };
}

/** All maps of a layer, each scaled to bytes between its own smallest and largest value. */
export function featureMaps(path: string, value: Tensor): FeaturesAnswer {
  const { data } = value;
  const { height, width, count, step } = mapLayout(value.shape.slice(1));
  const size = height * width;
  const low = new Float32Array(count).fill(Infinity);
  const high = new Float32Array(count).fill(-Infinity);
  const mean = new Float32Array(count);
  const zeros = new Float32Array(count);
  const sums = new Float64Array(count);
  // Both passes read in the order of memory: a large layer has millions of values.
  for (let place = 0, index = 0; place < size; place++, index = place * step) {
    for (let map = 0; map < count; map++, index++) {
      const number = data[index] ?? 0;
      if (number < (low[map] ?? 0)) low[map] = number;
      if (number > (high[map] ?? 0)) high[map] = number;
      if (number === 0) zeros[map] = (zeros[map] ?? 0) + 1 / size;
      sums[map] = (sums[map] ?? 0) + number;
    }
  }
  const scales = high.map((most, map) => (most > (low[map] ?? 0) ? 255 / (most - (low[map] ?? 0)) : 0));
  const values = new Uint8Array(size * count);
  for (let place = 0, index = 0; place < size; place++, index = place * step) {
    for (let map = 0; map < count; map++, index++) {
      values[map * size + place] = ((data[index] ?? 0) - (low[map] ?? 0)) * (scales[map] ?? 0) + 0.5;
    }
  }
  for (let map = 0; map < count; map++) mean[map] = (sums[map] ?? 0) / size;
  return { kind: 'features', path, height, width, count, values, low, high, mean, zeros };
}

/** One map with its exact values. Throws a RangeError where the layer has no such map. */
export function exactMap(path: string, map: number, value: Tensor): MapAnswer {
  const { height, width, count, step } = mapLayout(value.shape.slice(1));
  if (map >= count) throw new RangeError(`${path} has ${count} maps, there is no ${map}`);
  const values = Float32Array.from({ length: height * width }, (_, place) => value.data[place * step + map] ?? 0);
  return { kind: 'map', path, map, height, width, values };
}

/** The longer side of a thumbnail. */
const thumbnailSide = 48;

/** A small picture: an image that is an input as it is, else the mean over the maps, between its smallest and largest value. */
export function thumbnail(path: string, value: Tensor, isInput: boolean): ThumbnailAnswer {
  const layout = mapLayout(value.shape.slice(1));
  const isImage = isInput && value.shape.length === 4;
  const channels = isInput && layout.count === 3 ? 3 : 1;
  const vector = value.shape.length <= 2 && layout.width > thumbnailSide;
  // A long vector is folded into rows.
  const shown = vector ? folded(layout.width) : { height: layout.height, width: layout.width };
  const factor = Math.max(1, Math.ceil(Math.max(shown.height, shown.width) / thumbnailSide));
  const height = Math.ceil(shown.height / factor);
  const width = Math.ceil(shown.width / factor);
  const sums = new Float64Array(height * width * channels);
  const counts = new Float64Array(height * width * channels);
  const places = layout.height * layout.width;
  for (let place = 0; place < places; place++) {
    const row = Math.floor(Math.floor(place / shown.width) / factor);
    const column = Math.floor((place % shown.width) / factor);
    for (let map = 0; map < layout.count; map++) {
      const target = (row * width + column) * channels + (channels === 3 ? map : 0);
      sums[target] = (sums[target] ?? 0) + (value.data[place * layout.step + map] ?? 0);
      counts[target] = (counts[target] ?? 0) + 1;
    }
  }
  const means = sums.map((sum, index) => sum / Math.max(1, counts[index] ?? 1));
  const found = {
    low: means.reduce((a, b) => Math.min(a, b), Infinity),
    high: means.reduce((a, b) => Math.max(a, b), -Infinity),
  };
  const { low: least, high: most } = isImage ? imageRange(found) : found;
  const scale = most > least ? 255 / (most - least) : 0;
  const values = Uint8Array.from(means, (mean) => Math.round((mean - least) * scale));
  return { kind: 'thumbnail', path, drawn: true, height, width, channels, values };
}

function folded(length: number): { readonly height: number; readonly width: number } {
  const width = Math.ceil(Math.sqrt(length));
  return { width, height: Math.ceil(length / width) };
}
