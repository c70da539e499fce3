import { encode } from 'fast-png';
import { grey, viridis } from '../../../server/src/language/pictures/colourTables';
import type { InspectLayer, ThumbnailAnswer } from '../../../server/src/protocol/inspectMessages';

export interface LayerThumbnail {
  readonly layer: InspectLayer;
  readonly picture: ThumbnailAnswer;
}

/** The place in viridis that is read on light and on dark backgrounds alike: a decoration cannot follow the theme. */
const lineColour = '#21918c';
/** Amber, as editors mark warnings. */
const staleColour = '#bf8803';

/**
 * Thumbnails side by side as one SVG, each a square of `side` pixels; activations in viridis, images as they are, series
 * as lines. Stale ones are pale and struck out.
 */
export function thumbnailsSvg(
  thumbnails: readonly LayerThumbnail[],
  side: number,
  { isStale }: { readonly isStale: boolean },
): string {
  const step = side + 3;
  const pictures = thumbnails.map(({ layer, picture }, index) => {
    const image = drawn(layer, picture, index * step, side);
    if (!isStale) return image;
    const strike = `<path d="M${index * step} ${side}l${side} ${-side}" stroke="${staleColour}" stroke-width="1.5"/>`;
    return `<g opacity="0.4">${image}</g>${strike}`;
  });
  const width = thumbnails.length * step;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${side}" viewBox="0 0 ${width} ${side}">${pictures.join('')}</svg>`;
}

function drawn(layer: InspectLayer, picture: ThumbnailAnswer, left: number, side: number): string {
  const { width, height } = picture;
  if (layer.shape.length === 2) return line(picture, left, side);
  const scale = side / Math.max(width, height);
  const [shownWidth, shownHeight] = [Math.max(2, width * scale), Math.max(2, height * scale)];
  const top = (side - shownHeight) / 2;
  const place = `x="${left + (side - shownWidth) / 2}" y="${top}" width="${shownWidth}" height="${shownHeight}"`;
  return `<image ${place} preserveAspectRatio="none" image-rendering="pixelated" href="data:image/png;base64,${png(layer, picture)}"/>`;
}

function line({ width, values }: ThumbnailAnswer, left: number, side: number): string {
  const points = Array.from(values, (value, place) => {
    const x = left + (place / Math.max(1, width - 1)) * side;
    return `${x.toFixed(1)},${(side - 2 - (value / 255) * (side - 4)).toFixed(1)}`;
  });
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${lineColour}"/>`;
}

function png({ inputs }: InspectLayer, { width, height, channels, values }: ThumbnailAnswer): string {
  const table = inputs.length === 0 ? grey : viridis;
  const data =
    channels === 3
      ? values
      : Uint8Array.from({ length: width * height * 3 }, (_, index) => {
          const byte = values[Math.floor(index / 3)] ?? 0;
          return table[byte * 3 + (index % 3)] ?? 0;
        });
  return Buffer.from(encode({ width, height, data, channels: 3, depth: 8 })).toString('base64');
}
