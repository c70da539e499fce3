/** What the readers of JPEG and PNG have in common. */
import { oversizedFile } from '../dataProblem';

/** What the first bytes of an image file tell. */
export interface ImageHeader {
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for colour; transparency is not counted. */
  readonly channels: 1 | 3;
}

/** Eight bits a channel, row after row. */
export interface Pixels extends ImageHeader {
  readonly data: Uint8Array;
}

/** Images of more pixels are taken for decompression bombs: twice the limit at which Pillow warns. */
export const pixelLimit = 178_956_970;

/** Refuses sizes before anything is allocated for them. */
export function checkSize(file: string, { height, width }: { readonly height: number; readonly width: number }): void {
  if (height * width > pixelLimit)
    throw oversizedFile(file, `Its header asks for ${width}x${height} pixels; at most ${pixelLimit} are read.`);
}

/** Grey from colour by Rec. 601's weights, rounded, as Pillow's convert("L") does; colour from grey by repeating. */
export function withChannels(pixels: Pixels, channels: 1 | 3): Pixels {
  if (pixels.channels === channels) return pixels;
  const count = pixels.height * pixels.width;
  const data = new Uint8Array(count * channels);
  const source = pixels.data;
  for (let index = 0; index < count; index += 1) {
    if (channels === 3) data.fill(source[index] ?? 0, index * 3, index * 3 + 3);
    else {
      const [red = 0, green = 0, blue = 0] = [source[index * 3], source[index * 3 + 1], source[index * 3 + 2]];
      // Pillow's integers: (R·19595 + G·38470 + B·7471 + 0x8000) >> 16.
      data[index] = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
    }
  }
  return { ...pixels, channels, data };
}
