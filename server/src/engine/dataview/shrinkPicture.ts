import { emptyPicture, type Picture } from '../data/picture';

/** A picture with at most `side` pixels a side: each new one is the mean of a square of old ones. */
export function shrinkPicture(picture: Picture, side: number): Picture {
  const { height, width, channels, data } = picture;
  const factor = Math.ceil(Math.max(height, width) / side);
  if (factor <= 1) return picture;
  const small = emptyPicture('float32', Math.ceil(height / factor), Math.ceil(width / factor), channels);
  for (let y = 0; y < small.height; y += 1) {
    for (let x = 0; x < small.width; x += 1) {
      const bottom = Math.min(height, (y + 1) * factor);
      const right = Math.min(width, (x + 1) * factor);
      const count = (bottom - y * factor) * (right - x * factor);
      for (let channel = 0; channel < channels; channel += 1) {
        let sum = 0;
        for (let row = y * factor; row < bottom; row += 1)
          for (let column = x * factor; column < right; column += 1)
            sum += data[(row * width + column) * channels + channel] ?? 0;
        small.data[(y * small.width + x) * channels + channel] = sum / count;
      }
    }
  }
  return small;
}
