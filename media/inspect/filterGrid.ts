import type { FiltersAnswer } from '../../server/src/protocol/inspectMessages';
import { placeOf, type ColourTable } from '../../server/src/language/pictures/colourTables';
import { rgbPicture, tablePicture, type Picture } from '../shared/picture';

/** The filters of a kernel: `height` by `width` weights over each of `channels` input channels. */
export interface FilterGrid {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  /** The length of each filter as a vector. */
  readonly norms: Float32Array;
  /** The largest size of a weight: both ends of the scale. */
  readonly limit: number;
  weight(filter: number, channel: number, place: number): number;
}

/** Reads a stored kernel; the slices of a volume lie below one another. */
export function filterGrid({ shape, values }: FiltersAnswer): FilterGrid {
  const filters = shape.at(-1) ?? 1;
  const channels = shape.at(-2) ?? 1;
  const spatial = shape.slice(0, -2);
  const width = spatial.at(-1) ?? 1;
  const height = spatial.slice(0, -1).reduce((all, size) => all * size, 1);
  const norms = new Float32Array(filters);
  let limit = 0;
  for (const [index, value] of values.entries()) {
    norms[index % filters] = (norms[index % filters] ?? 0) + value * value;
    limit = Math.max(limit, Math.abs(value));
  }
  return {
    height,
    width,
    channels,
    filters,
    norms: norms.map(Math.sqrt),
    limit,
    weight: (filter, channel, place) => values[(place * channels + channel) * filters + filter] ?? 0,
  };
}

/** The filters' numbers in the order in which they are shown. */
export function filterOrder({ filters, norms }: FilterGrid, byNorm: boolean): readonly number[] {
  const stored = Array.from({ length: filters }, (_, filter) => filter);
  return byNorm ? stored.sort((a, b) => (norms[b] ?? 0) - (norms[a] ?? 0)) : stored;
}

/** What one filter does to one channel, in a diverging table symmetric about 0. */
export function kernelPicture(grid: FilterGrid, filter: number, channel: number, table: ColourTable): Picture {
  const { width, height, limit } = grid;
  const bytes = Uint8Array.from({ length: width * height }, (_, place) =>
    placeOf(grid.weight(filter, channel, place), -limit, limit),
  );
  return tablePicture(bytes, 0, { width, height }, table);
}

/** A filter over three channels as a colour image; 0 is the middle grey. */
export function colourKernel(grid: FilterGrid, filter: number): Picture {
  const { width, height, limit } = grid;
  const bytes = Uint8Array.from({ length: width * height * 3 }, (_, index) =>
    placeOf(grid.weight(filter, index % 3, Math.floor(index / 3)), -limit, limit),
  );
  return rgbPicture(bytes, width, height);
}
