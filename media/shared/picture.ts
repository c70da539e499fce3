import type { ColourTable } from '../../server/src/language/pictures/colourTables';

/** A picture in colours, one canvas pixel a value. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each pixel. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** Bytes as places in a table; `from` is where the picture starts in them. */
export function tablePicture(
  bytes: Uint8Array,
  from: number,
  { width, height }: { readonly width: number; readonly height: number },
  table: ColourTable,
  place: (byte: number) => number = (byte) => byte,
): Picture {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = place(bytes[from + pixel] ?? 0) * 3;
    pixels[pixel * 4] = table[at] ?? 0;
    pixels[pixel * 4 + 1] = table[at + 1] ?? 0;
    pixels[pixel * 4 + 2] = table[at + 2] ?? 0;
    pixels[pixel * 4 + 3] = 255;
  }
  return { width, height, pixels };
}

/** Red, green and blue of pixels that come as three bytes each. */
export function rgbPicture(bytes: Uint8Array, width: number, height: number): Picture {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) pixels[pixel * 4 + channel] = bytes[pixel * 3 + channel] ?? 0;
    pixels[pixel * 4 + 3] = 255;
  }
  return { width, height, pixels };
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

let sheet: HTMLCanvasElement | undefined;

/** Draws a picture into a box: enlarged it stays in squares, made smaller it is averaged. */
export function drawPicture(context: CanvasRenderingContext2D, picture: Picture, box: Box): void {
  if (picture.width === 0 || picture.height === 0) return;
  sheet ??= document.createElement('canvas');
  sheet.width = picture.width;
  sheet.height = picture.height;
  sheet.getContext('2d')?.putImageData(new ImageData(picture.pixels, picture.width, picture.height), 0, 0);
  context.imageSmoothingEnabled = box.width < picture.width;
  context.imageSmoothingQuality = 'high';
  context.drawImage(sheet, box.x, box.y, box.width, box.height);
}

/** A frame over any colours: two lines, one dark and one bright. `width` in canvas pixels. */
export function drawFrame(context: CanvasRenderingContext2D, box: Box, colour: string, width = 2): void {
  context.lineWidth = width + 2;
  context.strokeStyle = '#000000';
  context.strokeRect(box.x, box.y, box.width, box.height);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.strokeRect(box.x, box.y, box.width, box.height);
}

/** A thin frame without an edge, for several of them inside one another. */
export function drawLine(context: CanvasRenderingContext2D, box: Box, colour: string, ratio: number): void {
  context.lineWidth = ratio;
  context.strokeStyle = colour;
  context.strokeRect(
    Math.round(box.x) + ratio / 2,
    Math.round(box.y) + ratio / 2,
    Math.round(box.width) - ratio,
    Math.round(box.height) - ratio,
  );
}

/** A part of a picture; what lies outside it stays clear. */
export function cropPicture({ width, height, pixels }: Picture, box: Box): Picture {
  const cropped = new Uint8ClampedArray(box.width * box.height * 4);
  for (let row = 0; row < box.height; row++) {
    const y = box.y + row;
    if (y < 0 || y >= height) continue;
    const [left, right] = [Math.max(0, box.x), Math.min(width, box.x + box.width)];
    if (right > left)
      cropped.set(
        pixels.subarray((y * width + left) * 4, (y * width + right) * 4),
        (row * box.width + left - box.x) * 4,
      );
  }
  return { width: box.width, height: box.height, pixels: cropped };
}
