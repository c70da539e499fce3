import type { PicturesAnswer } from '../../server/src/protocol/dataMessages';
import { grey } from '../../server/src/language/pictures/colourTables';
import { rgbPicture, tablePicture, type Picture } from '../shared/picture';

/** One of the pictures of an answer, as it stands in its bytes. */
export function pictureOf({ sizes, pixels, channels }: PicturesAnswer, place: number): Picture {
  let from = 0;
  for (let before = 0; before < place; before += 1)
    from += (sizes[2 * before] ?? 0) * (sizes[2 * before + 1] ?? 0) * channels;
  const [height, width] = [sizes[2 * place] ?? 0, sizes[2 * place + 1] ?? 0];
  if (channels === 3) return rgbPicture(pixels.subarray(from, from + height * width * 3), width, height);
  return tablePicture(pixels, from, { width, height }, grey);
}

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The largest box of the picture's shape in a square; where it is enlarged, by a whole number of times if it can be. */
export function fit(picture: { readonly width: number; readonly height: number }, side: number): Placed {
  const exact = side / Math.max(1, picture.width, picture.height);
  const scale = exact >= 2 ? Math.floor(exact) : exact;
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { x: Math.round((side - width) / 2), y: Math.round((side - height) / 2), width, height };
}
