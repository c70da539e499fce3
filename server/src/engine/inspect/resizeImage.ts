import type { OwnImage } from '../../protocol/inspectMessages';

/**
 * A person's own image as the data are: resized to `height` by `width` with one or three channels, values from 0
 * to 255, row by row, channels last. Opacity is laid over black, or over white where the image is inverted.
 *
 * Each new pixel is the mean of the old ones under a triangle twice as wide as itself (Pillow's BILINEAR, Keras's
 * antialiased resizing); grey is ITU-R 601-2's 0.299 R + 0.587 G + 0.114 B, as Pillow converts.
 */
export function resizeImage(image: OwnImage, height: number, width: number, channels: number): Float32Array {
  const flat = toChannels(image, channels);
  const across = resizeAxis(flat, { outer: image.height, from: image.width, to: width, inner: channels });
  return resizeAxis(across, { outer: 1, from: image.height, to: height, inner: width * channels });
}

function toChannels({ pixels, invert }: OwnImage, channels: number): Float32Array {
  const count = pixels.length / 4;
  const values = new Float32Array(count * channels);
  for (let pixel = 0; pixel < count; pixel++) {
    const opacity = (pixels[pixel * 4 + 3] ?? 255) / 255;
    const colour = (channel: number): number => {
      const value = pixels[pixel * 4 + channel] ?? 0;
      return invert ? (255 - value) * opacity : value * opacity;
    };
    if (channels === 1) values[pixel] = 0.299 * colour(0) + 0.587 * colour(1) + 0.114 * colour(2);
    else for (let channel = 0; channel < channels; channel++) values[pixel * channels + channel] = colour(channel % 3);
  }
  return values;
}

interface AxisSizes {
  readonly outer: number;
  readonly from: number;
  readonly to: number;
  readonly inner: number;
}

function resizeAxis(values: Float32Array, { outer, from, to, inner }: AxisSizes): Float32Array {
  if (from === to) return values;
  const result = new Float32Array(outer * to * inner);
  const scale = from / to;
  const reach = Math.max(1, scale);
  for (let place = 0; place < to; place++) {
    const centre = (place + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach));
    const last = Math.min(from, Math.ceil(centre + reach));
    const shares = Array.from({ length: last - first }, (_, index) =>
      Math.max(0, 1 - Math.abs(first + index + 0.5 - centre) / reach),
    );
    const total = shares.reduce((sum, share) => sum + share, 0);
    for (let block = 0; block < outer; block++) {
      for (let offset = 0; offset < inner; offset++) {
        let sum = 0;
        shares.forEach((share, index) => {
          sum += share * (values[(block * from + first + index) * inner + offset] ?? 0);
        });
        result[(block * to + place) * inner + offset] = sum / total;
      }
    }
  }
  return result;
}
