/** No browser promises more on a side. */
const largestSide = 16_384;
const largestArea = 100_000_000;

/** A drawing's text (an SVG file) as the bytes of a PNG, twice as fine as on the screen where a canvas can hold that. */
export async function rasterize(text: string, width: number, height: number): Promise<Uint8Array> {
  const scale = Math.min(2, largestSide / Math.max(width, height), Math.sqrt(largestArea / (width * height)));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(width * scale));
  canvas.height = Math.max(1, Math.floor(height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('the picture is too large for a canvas');
  return new Uint8Array(await blob.arrayBuffer());
}
