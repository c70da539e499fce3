import type { FeaturesAnswer, InspectLayer, MapAnswer } from '../../server/src/protocol/inspectMessages';
import { grey, placeOf, viridis, type ColourTable } from '../../server/src/language/pictures/colourTables';
import { imageRange } from '../../server/src/language/pictures/imageRange';
import { rgbPicture, tablePicture, type Picture } from '../shared/picture';

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Activations in viridis; what goes into the model is an image and stays one. */
export function tableOf(layer: InspectLayer | undefined): ColourTable {
  return layer?.inputs.length === 0 ? grey : viridis;
}

/** The range of one map, or of all maps of the layer. */
export function rangeOf({ low, high }: FeaturesAnswer, map: number, shared: boolean): Range {
  if (!shared) return { low: low[map] ?? 0, high: high[map] ?? 0 };
  return {
    low: low.reduce((a, b) => Math.min(a, b), Infinity),
    high: high.reduce((a, b) => Math.max(a, b), -Infinity),
  };
}

/** One map in colours between the ends of `range`. */
export function mapPicture(features: FeaturesAnswer, map: number, range: Range, table: ColourTable): Picture {
  const { width, height, values, low, high } = features;
  const [from, to] = [low[map] ?? 0, high[map] ?? 0];
  const places = Uint8Array.from({ length: 256 }, (_, byte) =>
    placeOf(from + ((to - from) * byte) / 255, range.low, range.high),
  );
  return tablePicture(values, map * width * height, { width, height }, table, (byte) => places[byte] ?? 0);
}

/** An RGB image: its three maps between one pair of ends, 0 and 1 or 0 and 255 where the values lie there. */
export function imagePicture(features: FeaturesAnswer, grey: ColourTable): Picture {
  const range = imageRange(rangeOf(features, 0, true));
  if (features.count !== 3) return mapPicture(features, 0, range, grey);
  const { width, height, values, low, high } = features;
  const bytes = new Uint8Array(width * height * 3);
  for (let map = 0; map < 3; map++) {
    const [from, to] = [low[map] ?? 0, high[map] ?? 0];
    for (let pixel = 0; pixel < width * height; pixel++) {
      const value = from + ((to - from) * (values[map * width * height + pixel] ?? 0)) / 255;
      bytes[pixel * 3 + map] = placeOf(value, range.low, range.high);
    }
  }
  return rgbPicture(bytes, width, height);
}

/** Exact values in colours. */
export function exactPicture({ values, width, height }: MapAnswer, { low, high }: Range, table: ColourTable): Picture {
  return tablePicture(
    Uint8Array.from(values, (value) => placeOf(value, low, high)),
    0,
    { width, height },
    table,
  );
}
