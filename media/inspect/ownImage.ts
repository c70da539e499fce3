import type { OwnImage } from '../../server/src/protocol/inspectMessages';

/** The longer side of an image that is sent on; networks look at smaller ones. */
const longestSide = 512;

/** Reads an image file, made smaller where it is large. Undefined where the browser knows no image in it. */
export async function readOwnImage(file: File): Promise<OwnImage | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (bitmap === undefined) return undefined;
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { name: file.name, width, height, pixels: new Uint8Array(data.buffer.slice(0)), invert: false };
}

/** The first image among what was dropped or pasted. */
export function imageAmong(data: DataTransfer | null): File | undefined {
  return [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'));
}

/** An image as text that survives a reload, where it is not too long for the editor's memory of panels. */
export function packImage(image: OwnImage): PackedImage | undefined {
  if (image.pixels.length > 1 << 20) return undefined;
  let text = '';
  for (let from = 0; from < image.pixels.length; from += 8192)
    text += String.fromCharCode(...image.pixels.subarray(from, from + 8192));
  return { ...image, pixels: btoa(text) };
}

/** The image again, or undefined where the text is none. */
export function unpackImage(packed: unknown): OwnImage | undefined {
  if (typeof packed !== 'object' || packed === null) return undefined;
  const { name, width, height, pixels, invert }: Partial<Record<keyof PackedImage, unknown>> = packed;
  if (typeof name !== 'string' || typeof width !== 'number' || typeof height !== 'number' || typeof pixels !== 'string')
    return undefined;
  try {
    const bytes = Uint8Array.from(atob(pixels), (character) => character.charCodeAt(0));
    return bytes.length === width * height * 4 && bytes.length > 0
      ? { name, width, height, pixels: bytes, invert: invert === true }
      : undefined;
  } catch {
    return undefined;
  }
}

export interface PackedImage extends Omit<OwnImage, 'pixels'> {
  readonly pixels: string;
}
