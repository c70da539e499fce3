import { encode } from 'fast-png';
import type { ColourTable } from '../language/pictures/colourTables';

/** Pictures of one size as places in a colour table. */
export interface GridPictures {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly place: (picture: number, pixel: number) => number;
}

const gap = 2;
const background = 255;

/** All pictures in a grid of about as many columns as rows (32 as 4 × 8), each value a square of `scale` pixels, as a PNG. */
export function gridPng(pictures: GridPictures, table: ColourTable, scale: number): Uint8Array {
  const columns = pictures.count <= 4 ? pictures.count : 2 ** Math.ceil(Math.log2(Math.sqrt(pictures.count)) - 0.01);
  const rows = Math.ceil(pictures.count / columns);
  const [across, down] = [pictures.width * scale, pictures.height * scale];
  const width = columns * (across + gap) + gap;
  const height = rows * (down + gap) + gap;
  const data = new Uint8Array(width * height * 3).fill(background);
  for (let picture = 0; picture < pictures.count; picture++) {
    const left = gap + (picture % columns) * (across + gap);
    const top = gap + Math.floor(picture / columns) * (down + gap);
    for (let y = 0; y < down; y++) {
      for (let x = 0; x < across; x++) {
        const place = pictures.place(picture, Math.floor(y / scale) * pictures.width + Math.floor(x / scale)) * 3;
        data.set(table.subarray(place, place + 3), ((top + y) * width + left + x) * 3);
      }
    }
  }
  return encode({ width, height, data, channels: 3, depth: 8 });
}
